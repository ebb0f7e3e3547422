package org.pgrampart.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.lab.LabServer;
import org.pgrampart.plan.PlantedSecrets;
import tools.jackson.databind.json.JsonMapper;

/// Every secret that a change comes near, planted on a whole server and in the answers, and looked for in all that an
/// assessment, a plan, its application and its rollback leave behind on both sides, while they run and afterwards.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SecretsLabIT {
    private static final String PASSPHRASE = "planted-passphrase-7Yw2";
    private static final String DJANGO_KEY = "planted-django-key-Hq8sVb3nT6mXc1zR";
    private static final String DJANGO_PASSWORD = "planted-django-password-4Kd";
    private static final String SETTINGS = "/srv/shop/shopsite/settings.py";

    // a password may also not be in the environment: root and its owner can read that
    private static final String SAMPLER = """
            rm -f /run/stop-sampling /run/seen-processes
            while [ ! -e /run/stop-sampling ]; do
                for p in /proc/[0-9]*; do
                    { tr '\\0' ' ' <$p/cmdline; echo; tr '\\0' '\\n' <$p/environ; } 2>/dev/null
                done >>/run/seen-processes
                echo sampled >>/run/samples
                sleep 0.05
            done
            """;

    private final PlantedSecrets secrets = new PlantedSecrets();

    @TempDir
    private Path home;

    @TempDir
    private Path own;

    private LabServer server;

    @BeforeEach
    void plant() throws Exception {
        server = LabServer.boot("secrets15");
        Path key = Files.copy(server.sshKey("askpass"), own.resolve("key"));
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                0,
                new ProcessBuilder("ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", key.toString())
                        .start()
                        .waitFor());
        server.exec("sed -i -e 's/django-insecure-shop/" + DJANGO_KEY + "/' -e 's/shop123/" + DJANGO_PASSWORD + "/' "
                        + SETTINGS)
                .ok();
        assertTrue(new String(server.readFile(SETTINGS), StandardCharsets.UTF_8).contains(DJANGO_KEY));
        server.exec("""
                cd / && runuser -u postgres -- psql -Xqc "ALTER SYSTEM SET log_statement = 'all'" \
                    -c 'ALTER SYSTEM SET log_min_duration_statement = 0' -c 'ALTER SYSTEM SET log_min_error_statement = debug5' \
                    -c 'ALTER SYSTEM SET log_connections = on' -c 'SELECT pg_reload_conf()' >/dev/null
                """).ok();
        secrets.plant("the administrator's password", LabServer.ADMIN_PASSWORD);
        secrets.plant("the password for sudo", LabServer.ASKPASS_PASSWORD);
        secrets.plant("the passphrase of the SSH key", PASSPHRASE);
        secrets.plant("Django's SECRET_KEY", DJANGO_KEY);
        secrets.plant("the password in Django's settings", DJANGO_PASSWORD);
        secrets.plantVerifiers(server.exec(
                        "cd / && runuser -u postgres -- psql -XAtc 'SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL'")
                .text());
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void noSecretGetsOut() throws Exception {
        Thread sampler = Thread.ofVirtual().start(() -> server.exec(SAMPLER));
        Files.writeString(own.resolve("answers.json"), """
                {"AUTH-01/role shop": {"password": "%1$s"},
                 "AUTH-01/role onlylogin": {"password": "%1$s"},
                 "APP-01/shopsite/settings.py:DEBUG": {"confirm": "yes"},
                 "APP-03/shopsite/settings.py:ALLOWED_HOSTS": {"hosts": "shop.example.org"},
                 "NET-07/pg_hba.conf:host all all 0.0.0.0/0 md5": {"addresses": "10.77.0.0/16"}}""".formatted(PlantedSecrets.ROLE_PASSWORD));
        for (String format : List.of("text", "json", "html")) {
            assertEquals(
                    0, run("assess", "--format", format, "--fail-on", "never").status());
        }
        Console.Said plan = run(
                "plan",
                "--fix",
                "AUTH-01",
                "--fix",
                "MON-02",
                "--fix",
                "APP-01",
                "--fix",
                "APP-03",
                "--fix",
                "NET-07",
                "-o",
                file("plan.json"));
        assertEquals(0, plan.status(), plan.err());
        assertTrue(plan.out().contains("DEBUG = False"), "nothing of the settings is planned: " + plan.out());
        assertTrue(plan.out().contains("Set the password of role shop"), "no password is planned: " + plan.out());
        String digest = JsonMapper.builder()
                .build()
                .readTree(home.resolve("plan.json").toFile())
                .path("digest")
                .asString();
        assertNotEquals(
                0,
                run("apply", "--plan", file("plan.json"), "--confirm", "0000", "--keep")
                        .status());
        Console.Said apply = run("apply", "--plan", file("plan.json"), "--confirm", digest, "--keep");
        assertEquals(0, apply.status(), apply.err());
        searchServer();
        run("changes");
        assertEquals(0, run("assess", "--format", "html", "--fail-on", "never").status());
        assertEquals(0, run("rollback", "last").status());
        // one that fails half-way: its exception says why, and no more
        server.exec("chattr +i /var/lib/postgresql/15/main/postgresql.auto.conf || mount -o bind,ro"
                + " /etc/postgresql /etc/postgresql");
        run("apply", "--plan", file("plan.json"), "--confirm", digest, "--keep");
        server.exec("chattr -i /var/lib/postgresql/15/main/postgresql.auto.conf; umount /etc/postgresql; :");

        server.exec("touch /run/stop-sampling").ok();
        sampler.join();
        searchServer();
        secrets.searchTree(home);
        secrets.assertNowhere();
    }

    /// All that is left on the server but what undoes passwords and files, which is for root alone by design.
    private void searchServer() {
        String places = server.exec("""
                for f in $(find /var/lib/pgrampart -type f); do
                    case $f in
                        */sql/*undo.sql | */items/*/pre | */items/*/cand | */items/*/original)
                            [ "$(stat -c '%a %U' -- "$(dirname "$f")")" = '700 root' ] && continue ;;
                    esac
                    printf '\\nFILE %s\\n' "$f"
                    cat "$f"
                done
                for f in /var/log/postgresql/*; do printf '\\nFILE %s\\n' "$f"; cat "$f"; done
                printf '\\nFILE journal\\n'
                journalctl --no-pager -o verbose 2>/dev/null
                cat /var/log/auth.log /var/log/syslog 2>/dev/null
                find /tmp /var/tmp /root /home -type f -not -path '*/.ssh/*' -exec cat {} +
                """).text();
        for (String part : places.split("\nFILE ")) {
            secrets.search(part.lines().findFirst().orElse(""), part);
        }
        secrets.search("the processes", server.exec("cat /run/seen-processes").text());
        int samples = Integer.parseInt(server.exec("wc -l </run/samples").text().strip());
        assertTrue(samples > 20, "the processes were looked at only " + samples + " times");
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    private Console.Said run(String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--db",
                "postgresql://admin@" + server.address() + ":" + server.pgPort() + "/shop?sslmode=require",
                "--ssh",
                "askpass@" + server.address(),
                "--ssh-key",
                own.resolve("key").toString(),
                "--known-hosts",
                server.knownHosts().toString(),
                "--sudo",
                "ask",
                "--django",
                "/srv/shop",
                "--secrets-stdin"));
        if (command.equals("plan") || command.equals("apply")) {
            arguments.addAll(List.of("--answers", own.resolve("answers.json").toString()));
        }
        arguments.addAll(List.of(more));
        Console.Said said = new Console(home)
                .typed("db=%s\nsudo=%s\nkey=%s\n"
                        .formatted(LabServer.ADMIN_PASSWORD, LabServer.ASKPASS_PASSWORD, PASSPHRASE))
                .run(arguments.toArray(String[]::new));
        secrets.search("what " + command + " prints", said.out());
        secrets.search("what " + command + " says", said.err());
        return said;
    }
}
