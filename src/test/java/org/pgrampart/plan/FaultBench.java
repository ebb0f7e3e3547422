package org.pgrampart.plan;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pgrampart.change.Change;
import org.pgrampart.format.Shell;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Patience;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.SshAddress;
import org.pgrampart.target.Sudo;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// A lab server on which changes are made and go wrong: sessions, plans, and everything that must be the same again.
final class FaultBench {
    static final String BASE = "/var/lib/pgrampart";
    static final String HBA = "/etc/postgresql/15/main/pg_hba.conf";
    static final String CONF = "/etc/postgresql/15/main/postgresql.conf";
    static final String AUTO_CONF = "/var/lib/postgresql/15/main/postgresql.auto.conf";

    static final Clock CLOCK = Clock.systemUTC();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // nothing but what the server itself says, so that a broken program cannot make two states equal
    private static final String CATALOGS = """
            SELECT 'role ' || rolname AS name, to_jsonb(a) - 'oid' || jsonb_build_object('rolpassword', md5(rolpassword)) AS value FROM pg_catalog.pg_authid a
            UNION ALL SELECT 'member ' || roleid::regrole || ' ' || member::regrole, to_jsonb(admin_option) FROM pg_catalog.pg_auth_members
            UNION ALL SELECT 'override ' || setrole || ' ' || setdatabase, to_jsonb(setconfig) FROM pg_catalog.pg_db_role_setting
            UNION ALL SELECT 'database ' || datname, jsonb_build_array(datdba::regrole, datconnlimit, datallowconn,
                       has_database_privilege('public', oid, 'CONNECT'), has_database_privilege('public', oid, 'TEMP'))
                  FROM pg_catalog.pg_database
            UNION ALL SELECT 'schema ' || nspname, jsonb_build_array(nspowner::regrole, has_schema_privilege('public', oid, 'CREATE'),
                       has_schema_privilege('public', oid, 'USAGE')) FROM pg_catalog.pg_namespace
                 WHERE nspname !~ '^pg_(toast|temp)'
            UNION ALL SELECT 'relation ' || oid::regclass, jsonb_build_array(relowner::regrole, relacl) FROM pg_catalog.pg_class
                 WHERE relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            UNION ALL SELECT 'setting ' || name, to_jsonb(setting) FROM pg_catalog.pg_settings
                 WHERE source NOT IN ('client', 'session') AND context <> 'internal'
            UNION ALL SELECT 'rule ' || line_number, to_jsonb(h) FROM pg_catalog.pg_hba_file_rules h
            ORDER BY 1""";

    private final LabServer server;
    private final Path folder;

    /// @param folder where this computer keeps change sets and host keys
    FaultBench(LabServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    LabServer server() {
        return server;
    }

    /// Where this computer keeps what it did.
    Path changes() {
        return folder.resolve("changes");
    }

    /// A session as superuser `admin`, with SSH as `root`, `nopass`, `askpass`, `postgres` or `plain`.
    WriteSession open(String user) throws TargetException {
        return open(user, server.sshPort());
    }

    WriteSession open(String user, int port) throws TargetException {
        Connector connector = new Connector(FaultBench::secret, (_, _, _) -> false, folder.resolve("known_hosts"));
        return connector.openToWrite(target(user, port), Checklist.NONE);
    }

    Target target(String user, int port) {
        Target plain = Target.of(
                        "lab",
                        DatabaseAddress.of(server.address(), server.pgPort(), "shop", "admin")
                                .sslMode("require"))
                .ssh(SshAddress.of(user, server.address(), port)
                        .key(server.sshKey(user))
                        .knownHosts(server.knownHosts()))
                .django("/srv/shop");
        return new Target(
                plain.name(),
                plain.database(),
                plain.ssh(),
                false,
                false,
                user.equals("askpass") ? Sudo.ASK : Sudo.AUTOMATIC,
                plain.django(),
                plain.environment(),
                false);
    }

    static Optional<Secret> secret(Secrets.Kind kind, String what) {
        return switch (kind) {
            case DATABASE_PASSWORD -> Optional.of(Secret.of(LabServer.ADMIN_PASSWORD));
            case SUDO_PASSWORD, SSH_PASSWORD -> Optional.of(Secret.of(LabServer.ASKPASS_PASSWORD));
            case KEY_PASSPHRASE -> Optional.empty();
        };
    }

    static List<Choice> choices(Change... changes) {
        List<Choice> choices = new ArrayList<>();
        for (Change change : changes) {
            Finding finding = new Finding(
                    "AUTH-01", Subject.named(Subject.Kind.SERVER, change.summary()), Status.FAIL, "seen", "wanted");
            choices.add(new Choice(finding, List.of(change)));
        }
        return choices;
    }

    static Plan plan(WriteSession session, Change... changes) throws TargetException {
        return Planner.plan(session, choices(changes), CLOCK.instant());
    }

    Pending apply(WriteSession session, Plan plan, Duration window)
            throws ApplyException, TargetException, PlanException {
        Pending pending = new Applier(CLOCK, changes(), "test")
                .apply(session, plan.confirm(plan.digest()), window, ApplyListener.NONE);
        pending.accept(); // the project that lies here has no login of its own
        return pending;
    }

    ChangeSets changeSets() {
        return new ChangeSets(changes());
    }

    /// A statement as the superuser of the machine, by the socket; returns what it prints.
    String sql(String statement) {
        return server.exec(
                        "cd / && runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -d shop -f -",
                        statement.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .text();
    }

    /// Everything that a change may touch: catalogs, settings, rules, and of each file its bytes, owner, mode, size,
    /// times
    /// of change, inode, ACL and further attributes; also what lies about that was not there before.
    Map<String, String> state(String... files) {
        Map<String, String> state = new TreeMap<>();
        sql("COPY (" + CATALOGS + ") TO STDOUT")
                .lines()
                .forEach(line -> state.put(line.split("\t", 2)[0], line.split("\t", 2)[1]));
        String names = Arrays.stream(files).map(Shell::quote).collect(Collectors.joining(" "));
        String facts = server.exec("""
                        for f in %s; do
                            if [ -L "$f" ]; then echo "link $f -> $(readlink -- "$f")"; fi
                            if [ -e "$f" ]; then
                                stat -L -c '%%n|%%F|%%a|%%u|%%g|%%i|%%h' -- "$f"
                                if [ -f "$f" ]; then
                                    stat -L -c '%%n|%%s|%%y' -- "$f"
                                    sha256sum <"$f"
                                fi
                                getfacl -np -- "$f" 2>/dev/null
                            else
                                echo "no $f"
                            fi
                        done
                        echo 'left behind:'
                        find /etc /srv /var/lib/postgresql -xdev -name '.pgrampart-*' 2>/dev/null
                        ls /etc/systemd/system/pgrampart-* /etc/systemd/system/*/pgrampart-* 2>/dev/null
                        systemctl list-units --all --plain --no-legend 'pgrampart-*' | cut -d' ' -f1
                        readlink /var/lib/pgrampart/active
                        nft -s list ruleset
                        :
                        """.formatted(names)).text();
        state.put("files", facts);
        return state;
    }

    /// Waits until the server has decided by itself.
    void awaitUndone(String id) {
        Patience.until(
                "change set " + id + " is undone",
                PATIENCE,
                () -> server.exec("test -e " + BASE + "/txn/" + id + "/rolled-back && test ! -e " + BASE + "/active")
                                .rc()
                        == 0,
                () -> journal(id));
    }

    String journal(String id) {
        return server.exec("cat " + BASE + "/txn/" + id + "/journal; :").out();
    }

    /// Takes back what a test left open and forgets all change sets, so that the next one finds the server as it was.
    void putBack() {
        server.exec("""
                for t in %1$s/txn/*; do
                    [ ! -e "$t/rollback.sh" ] || [ -e "$t/rolled-back" ] || sh "$t/rollback.sh" manual force
                    [ ! -e "$t/armed" ] || sh "$t/arm.sh" "$t" stop
                done
                systemctl stop 'pgrampart-2*.timer' 2>/dev/null
                rm -rf %1$s
                """.formatted(BASE));
    }
}
