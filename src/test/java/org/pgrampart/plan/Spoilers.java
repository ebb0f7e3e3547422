package org.pgrampart.plan;

import static java.util.Map.entry;
import static org.pgrampart.plan.Spoiler.rule;
import static org.pgrampart.plan.Spoiler.sql;
import static org.pgrampart.plan.Spoiler.weak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.pgrampart.practice.PracticeTls;

/// How each check with a remedy is brought to complain, on a weak practice server and on a whole one.
final class Spoilers {
    /// By control number, on the practice server.
    static final Map<String, Spoiler> PRACTICE = Map.ofEntries(
            entry("AUTH-01", weak().answering("password", PlantedSecrets.ROLE_PASSWORD)),
            entry("AUTH-02", weak()),
            entry("AUTH-03", weak().answering("password", PlantedSecrets.ROLE_PASSWORD)),
            entry("AUTH-10", weak().by(Spoilers::scramForAll).mended(Spoilers::md5ForTheShop)),
            entry("AUTH-11", rule("host shop reporting 10.9.0.0/16 password")),
            entry("AUTH-12", rule("host shop reporting 10.8.0.0/16 md5")),
            entry("AUTH-14", weak()),
            entry("AUTH-16", weak().answering("databases", "shop,postgres").answering("roles", "postgres,shop_app")),
            entry("AUTH-17", weak()),
            entry("AUTH-24", weak()),
            entry("AUTH-25", weak()),
            entry("AUTH-28", weak()),
            entry("AUTH-31", weak()),
            entry("AUTH-33", weak()),
            entry("AUTH-36", weak()),
            entry("AUTH-37", weak()),
            entry("TLS-01", weak().by(Spoilers::certificates).mended(Spoilers::noCertificates)),
            entry(
                    "TLS-03",
                    weak().by(ground -> {
                                speakTls(ground);
                                ground.sql("postgres", "ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1'");
                                ground.reload();
                            })
                            .mended(Spoilers::silenceTls)),
            entry(
                    "TLS-12",
                    weak().by(ground -> {
                                certificates(ground);
                                ground.mode(ground.dataDirectory() + "/server.key", "644");
                            })
                            .mended(Spoilers::noCertificates)),
            entry("TLS-16", weak().by(Spoilers::speakTls).mended(Spoilers::silenceTls)),
            entry("ENC-11", mode("PG_VERSION", "644")),
            entry("ENC-12", mode("pg_hba.conf", "646")),
            entry("ENC-14", weak()),
            entry("BCK-03", weak().answering("command", "test ! -f /tmp/%f && cp %p /tmp/%f")),
            entry(
                    "BCK-05",
                    weak().by(ground -> {
                                ground.sql(
                                        "postgres",
                                        "ALTER SYSTEM SET archive_mode = on",
                                        "ALTER SYSTEM SET archive_command = '/bin/true'");
                                ground.restart();
                            })
                            .mended(ground -> {
                                ground.sql(
                                        "postgres",
                                        "ALTER SYSTEM RESET archive_mode",
                                        "ALTER SYSTEM RESET archive_command");
                                ground.restart();
                            })
                            .answering("command", "test ! -f /tmp/%f && cp %p /tmp/%f")),
            entry("BCK-19", weak()),
            entry("MON-01", sql("ALTER SYSTEM SET log_destination = ''", "ALTER SYSTEM RESET log_destination")),
            entry("MON-02", weak()),
            entry("MON-03", weak()),
            entry("MON-04", weak()),
            entry("MON-05", weak()),
            entry(
                    "MON-10",
                    weak().by(ground -> {
                                ground.sql(
                                        "postgres",
                                        "ALTER SYSTEM SET logging_collector = on",
                                        "ALTER SYSTEM SET log_file_mode = '0644'");
                                ground.restart();
                            })
                            .mended(ground -> {
                                ground.sql(
                                        "postgres",
                                        "ALTER SYSTEM RESET logging_collector",
                                        "ALTER SYSTEM RESET log_file_mode");
                                ground.restart();
                            })),
            entry("NET-07", weak().answering("addresses", "127.0.0.1/32, 10.20.30.0/24")),
            entry("SQLI-02", weak()),
            entry("SQLI-04", weak()),
            entry(
                    "SQLI-06",
                    sql(
                                    "REVOKE CREATE ON SCHEMA public FROM PUBLIC; REVOKE CREATE ON DATABASE shop FROM PUBLIC",
                                    "GRANT CREATE ON SCHEMA public TO PUBLIC",
                                    "GRANT CREATE ON DATABASE shop TO PUBLIC")
                            // the shop's role owns its tables, which no remedy takes from it
                            .only(finding -> finding.subject().bare().equals("reporting"))),
            entry(
                    "SQLI-07",
                    sql(
                            "ALTER SYSTEM SET standard_conforming_strings = off",
                            "ALTER SYSTEM RESET standard_conforming_strings")),
            entry("APP-01", weak()),
            entry("APP-03", weak()),
            entry("APP-05", weak()),
            entry(
                    "APP-09",
                    weak().by(ground -> elsewhere(ground, "127.0.0.1", "10.1.2.3"))
                            .mended(ground -> elsewhere(ground, "10.1.2.3", "127.0.0.1"))),
            entry("APP-10", weak()),
            entry(
                    "APP-12",
                    sql(
                            "ALTER ROLE shop_app NOSUPERUSER; CREATE TABLE public.ledger (id int);"
                                    + " GRANT TRUNCATE, TRIGGER ON public.ledger TO shop_app",
                            "DROP TABLE public.ledger",
                            "ALTER ROLE shop_app SUPERUSER")));

    /// By control number, on a whole Debian server.
    static final Map<String, Spoiler> LAB = Map.ofEntries(
            // the practice server's own folder is closed to others, whatever the modes of what lies in it
            entry("APP-08", weak()),
            entry("BCK-01", weak().answering("folder", "/var/backups/pgrampart").answering("kind", "dump")),
            entry("NET-01", weak()),
            entry("NET-04", weak().answering("clients", "10.77.0.0/16").answering("admins", "10.77.0.0/16")),
            entry(
                    "NET-09",
                    weak().by(ground -> {
                                // two layers are closed already, and the firewall is the third
                                ground.replace(ground.rulesFile(), "0.0.0.0/0", "10.77.0.0/16");
                                ground.sql(
                                        "postgres",
                                        "ALTER SYSTEM SET listen_addresses = 'localhost, " + ground.address() + "'");
                                ground.restart();
                            })
                            .mended(ground -> {
                                ground.sql("postgres", "ALTER SYSTEM RESET listen_addresses");
                                ground.replace(ground.rulesFile(), "all\t10.77.0.0/16", "all\t0.0.0.0/0");
                                ground.restart();
                            })
                            .answering("clients", "10.77.0.0/16")
                            .answering("admins", "10.77.0.0/16")),
            entry("NET-12", weak().answering("users", "root nopass askpass postgres plain")),
            entry("MON-19", weak()));

    private Spoilers() {}

    private static Spoiler mode(String file, String octal) {
        return weak().by(ground -> ground.mode(ground.dataDirectory() + "/" + file, octal))
                .mended(ground -> ground.mode(ground.dataDirectory() + "/" + file, "600"));
    }

    private static void scramForAll(Ground ground) throws Exception {
        ground.sql(
                "postgres",
                "SET password_encryption = 'scram-sha-256'",
                "ALTER ROLE shop_app PASSWORD 'shop123'"); // the project's own: it has to get in
    }

    private static void md5ForTheShop(Ground ground) throws Exception {
        ground.sql("postgres", "SET password_encryption = 'md5'", "ALTER ROLE shop_app PASSWORD 'shop123'");
    }

    private static void elsewhere(Ground ground, String from, String to) throws Exception {
        ground.replace(
                ground.django() + "/shopsite/settings.py", "\"HOST\": \"" + from + "\"", "\"HOST\": \"" + to + "\"");
    }

    private static void certificates(Ground ground) throws Exception {
        Path folder = Files.createTempDirectory("tls-");
        PracticeTls.write(folder, Instant.now());
        for (String name : java.util.List.of("server.crt", "server.key")) {
            ground.write(ground.dataDirectory() + "/" + name, Files.readAllBytes(folder.resolve(name)));
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder.resolve("ca.crt"));
        Files.delete(folder);
    }

    private static void noCertificates(Ground ground) throws Exception {
        ground.delete(ground.dataDirectory() + "/server.crt");
        ground.delete(ground.dataDirectory() + "/server.key");
    }

    private static void speakTls(Ground ground) throws Exception {
        certificates(ground);
        ground.sql("postgres", "ALTER SYSTEM SET ssl = on");
        ground.reload();
    }

    private static void silenceTls(Ground ground) throws Exception {
        ground.sql("postgres", "ALTER SYSTEM RESET ssl", "ALTER SYSTEM RESET ssl_min_protocol_version");
        ground.reload();
        noCertificates(ground);
    }
}
