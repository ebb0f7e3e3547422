package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pgrampart.access.Client;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.format.IpAddress;
import org.pgrampart.python.DatabaseSettings;
import org.pgrampart.python.Value;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// Who is known to log in: everybody connected now, whoever the tail of the log names, and Django by its settings.
///
/// @param gaps in sentences: where nobody could be looked for
public record KnownClients(List<Client> clients, List<String> gaps) {
    private static final Query SESSIONS = Query.cluster("""
            SELECT coalesce(a.usename, '') AS role, coalesce(a.datname, '') AS database,
                   pg_catalog.host(a.client_addr) AS address, a.client_hostname AS name,
                   coalesce(s.ssl, false) AS tls, coalesce(g.encrypted, false) AS gss,
                   s.client_dn IS NOT NULL AS certificate, coalesce(a.backend_type, '') AS kind,
                   a.pid = pg_catalog.pg_backend_pid() AS own,
                   coalesce(bool_or(r.rolreplication AND NOT r.rolsuper), false) AS standby,
                   coalesce(bool_or(pg_catalog.pg_has_role(r.oid, 'pg_monitor', 'MEMBER') AND NOT r.rolsuper), false) AS monitor,
                   coalesce(min(a.application_name), '') AS application
              FROM pg_catalog.pg_stat_activity a
              LEFT JOIN pg_catalog.pg_stat_ssl s ON s.pid = a.pid
              LEFT JOIN pg_catalog.pg_stat_gssapi g ON g.pid = a.pid
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
             WHERE a.usename IS NOT NULL AND (a.backend_type IS NULL OR a.backend_type IN ('client backend', 'walsender'))
             GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, a.application_name ~* '^(patroni|repmgr|pg_auto_failover|pg_auto_ctl|stolon)'
             ORDER BY 1, 2, 3""");

    private static final Query PREFIX =
            Query.cluster("SELECT setting AS prefix FROM pg_catalog.pg_settings WHERE name = 'log_line_prefix'");

    private static final String MANAGERS = "(?i)(patroni|repmgr|pg_auto_failover|pg_auto_ctl|stolon).*";

    // only the lines about connections leave the host: other lines may hold anything
    private static final Command LOG = Command.server("""
            take() {
                case $1 in *.csv) echo "FILE csv" ;; *.json) echo "FILE json" ;; *) echo "FILE text" ;; esac
                tail -c 8388608 -- "$1" 2>/dev/null |
                    grep -a -E '(connection received: host=|connection authorized: user=)' | tail -n 20000
            }
            if [ -n "$PGLOGDIR" ] && [ -d "$PGLOGDIR" ]; then
                [ -r "$PGLOGDIR" ] && [ -x "$PGLOGDIR" ] || { echo "this user may not look into $PGLOGDIR" >&2; exit 77; }
                ls -t -- "$PGLOGDIR" | head -n 6 | while IFS= read -r name; do
                    [ -f "$PGLOGDIR/$name" ] && [ -r "$PGLOGDIR/$name" ] && take "$PGLOGDIR/$name"
                done
            fi
            file=
            [ -n "$PGPID" ] && file=$(readlink "/proc/$PGPID/fd/2" 2>/dev/null)
            case $file in
                /dev/*) ;;
                /*) [ -r "$file" ] || { echo "this user may not read $file" >&2; exit 77; }; take "$file" ;;
            esac
            exit 0
            """).limit(8 << 20);

    public static final Probe<KnownClients> PROBE = new Probe<>(
            Stream.of(
                            HostAddresses.PROBE.requests(),
                            DjangoProject.PROBE.requests(),
                            List.<Request>of(SESSIONS, PREFIX, LOG))
                    .flatMap(List::stream)
                    .toList(),
            KnownClients::read);

    static KnownClients read(Answers answers) {
        List<Client> clients = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        sessions(answers, clients, gaps);
        log(answers, clients, gaps);
        django(answers, clients, gaps);
        return new KnownClients(Client.merged(clients), List.copyOf(gaps));
    }

    private static void sessions(Answers answers, List<Client> clients, List<String> gaps) {
        if (!(answers.find(SESSIONS) instanceof Answer.Seen<Rows>(Rows rows))) {
            gaps.add("Who is connected could not be read.");
            return;
        }
        boolean hidden = false;
        for (Row row : rows) {
            if (row.text("kind").isEmpty()) {
                hidden = true; // this role may not see from where others come
            } else {
                clients.add(session(row));
            }
        }
        if (hidden) {
            gaps.add("Other roles' sessions are hidden from this one; GRANT pg_monitor TO it shows them.");
        }
    }

    private static Client session(Row row) {
        Optional<IpAddress> address = row.find("address").flatMap(IpAddress::parse);
        Origin origin = address.map(ip ->
                        new Origin(Optional.of(ip.unmapped()), row.find("name"), row.bool("tls"), row.bool("gss")))
                .orElse(Origin.LOCAL_SOCKET);
        String database = row.text("database");
        boolean stream = row.text("kind").equals("walsender") && database.isEmpty();
        String role = row.text("role");
        Login login = stream ? Login.replication(role, origin) : new Login(role, database, origin, false);
        String lifeline = "";
        if (row.bool("own")) {
            lifeline = "this very login";
        } else if (row.text("kind").equals("walsender") || row.bool("standby")) {
            lifeline = "replication";
        } else if (row.text("application").matches(MANAGERS)) {
            lifeline = "the cluster's manager";
        } else if (row.bool("monitor")) {
            lifeline = "monitoring";
        }
        return Client.of(login, Client.Source.CONNECTED)
                .application(row.text("application"))
                .certificate(row.bool("certificate"))
                .lifeline(lifeline);
    }

    private static void log(Answers answers, List<Client> clients, List<String> gaps) {
        String prefix = answers.find(PREFIX) instanceof Answer.Seen<Rows>(Rows rows) && !rows.isEmpty()
                ? rows.first().find("prefix").orElse("%m [%p] ")
                : "%m [%p] ";
        Answer<Output> answer = answers.find(LOG);
        if (answer instanceof Answer.Seen<Output>(Output output) && output.status() == 0) {
            clients.addAll(ConnectionLog.read(output.lines(), prefix));
        } else {
            gaps.add("The server's log could not be read, so clients that are not connected now may be missing.");
        }
    }

    private static void django(Answers answers, List<Client> clients, List<String> gaps) {
        if (answers.server().django().isEmpty()) {
            return;
        }
        try {
            DjangoProject project = DjangoProject.PROBE.read().apply(answers);
            Optional<HostAddresses> own = HostAddresses.find(answers);
            project.databases().forEach(entry -> django(entry, own, clients, gaps));
        } catch (Unreadable | NotHere e) {
            gaps.add("Django's settings could not be read, so its role may be missing.");
        }
    }

    private static void django(
            DatabaseSettings entry, Optional<HostAddresses> own, List<Client> clients, List<String> gaps) {
        Optional<String> role = entry.user().flatMap(Value::asText).filter(text -> !text.isEmpty());
        Optional<String> database = entry.name().flatMap(Value::asText).filter(text -> !text.isEmpty());
        if (role.isEmpty() || database.isEmpty()) {
            gaps.add("Django's database " + entry.alias() + " names no role, so its logins may be missing.");
            return;
        }
        List<Client> seen = clients.stream()
                .filter(client -> client.login().role().equals(role.get())
                        && client.login().database().equals(database.get()))
                .toList();
        if (!seen.isEmpty()) {
            seen.forEach(client -> clients.add(Client.of(client.login(), Client.Source.DJANGO)));
            return;
        }
        String host = entry.host().flatMap(Value::asText).orElse("");
        boolean tls = entry.options().containsKey("sslmode")
                && Optional.ofNullable(entry.options().get("sslmode"))
                        .flatMap(Value::asText)
                        .filter(mode ->
                                Set.of("require", "verify-ca", "verify-full").contains(mode))
                        .isPresent();
        Optional<Origin> origin = origin(host, own, tls);
        origin.ifPresentOrElse(
                from -> clients.add(
                        Client.of(new Login(role.get(), database.get(), from, false), Client.Source.DJANGO)),
                () -> gaps.add("From which address Django connects as " + role.get() + " is not known."));
    }

    private static Optional<Origin> origin(String host, Optional<HostAddresses> own, boolean tls) {
        if (host.isEmpty() || host.startsWith("/")) {
            return Optional.of(Origin.LOCAL_SOCKET);
        }
        Map<String, String> names = Map.of("localhost", "127.0.0.1");
        return IpAddress.parse(names.getOrDefault(host, host))
                .filter(ip ->
                        ip.isLoopback() || own.filter(known -> known.owns(ip)).isPresent())
                .map(ip -> Origin.network(ip, tls));
    }
}
