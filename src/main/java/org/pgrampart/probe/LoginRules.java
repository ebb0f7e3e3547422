package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pgrampart.access.AccessRow;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.AccessTable;
import org.pgrampart.access.Decision;
import org.pgrampart.access.FileRule;
import org.pgrampart.access.RuleSet;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.HbaType;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// The login rules with everything that decides which of them a login meets: roles, databases, TLS, own addresses.
///
/// @param ssl whether the server offers TLS at all
/// @param own the server's addresses; empty without a shell
/// @param session how the assessing session came in
/// @param clients who else is connected from the network, as far as this session may see
public record LoginRules(
        HbaRules hba,
        Roles roles,
        List<String> databases,
        int major,
        boolean ssl,
        Optional<HostAddresses> own,
        Client session,
        List<Client> clients) {
    /// A session as the server sees it; no address means the Unix socket, or that it is hidden.
    public record Client(String role, String database, Optional<IpAddress> address, boolean tls) {}

    private static final Query SSL =
            Query.cluster("SELECT setting = 'on' AS ssl FROM pg_catalog.pg_settings WHERE name = 'ssl'");

    private static final Query SESSION = Query.cluster("""
            SELECT session_user AS role, pg_catalog.current_database() AS database,
                   pg_catalog.host(pg_catalog.inet_client_addr()) AS address,
                   coalesce((SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_catalog.pg_backend_pid()),
                            false) AS tls""");

    private static final Query CLIENTS = Query.cluster("""
            SELECT DISTINCT a.usename AS role, a.datname AS database, pg_catalog.host(a.client_addr) AS address,
                   coalesce(s.ssl, false) AS tls
              FROM pg_catalog.pg_stat_activity a LEFT JOIN pg_catalog.pg_stat_ssl s ON s.pid = a.pid
             WHERE a.client_addr IS NOT NULL AND a.usename IS NOT NULL AND a.datname IS NOT NULL
               AND a.pid <> pg_catalog.pg_backend_pid() ORDER BY 1, 2, 3""");

    public static final Probe<LoginRules> PROBE = new Probe<>(
            Stream.of(
                            HbaRules.PROBE.requests(),
                            Roles.PROBE.requests(),
                            HostAddresses.PROBE.requests(),
                            List.<Request>of(SSL, SESSION, CLIENTS))
                    .flatMap(List::stream)
                    .toList(),
            LoginRules::read);

    static LoginRules read(Answers answers) {
        Answer<Rows> ssl = answers.find(SSL);
        List<Client> clients = new ArrayList<>();
        answers.rows(CLIENTS).forEach(row -> clients.add(client(row)));
        return new LoginRules(
                HbaRules.read(answers),
                Roles.read(answers),
                answers.server().databases(),
                answers.server().major(),
                ssl.get().stream().anyMatch(row -> row.bool("ssl")),
                HostAddresses.find(answers),
                client(answers.rows(SESSION).first()),
                List.copyOf(clients));
    }

    private static Client client(Row row) {
        return new Client(
                row.text("role"), row.text("database"), row.find("address").flatMap(IpAddress::parse), row.bool("tls"));
    }

    /// Whether the session came over the network from another machine, so that a rule there keeps it in.
    public boolean sessionIsRemote() {
        return session.address().filter(address -> !isOwn(address)).isPresent();
    }

    /// Loopback or an address of the server itself.
    public boolean isOwn(IpAddress address) {
        return address.isLoopback() || own.filter(host -> host.owns(address)).isPresent();
    }

    /// The simulator over the roles that exist.
    public AccessSimulator simulator() {
        return new AccessSimulator(ruleSet(), accessRoles(false), interfaces());
    }

    /// Who gets in from where today: login roles and databases that exist, TLS only where the server offers it.
    public List<AccessRow> rows() {
        return possible(AccessTable.of(simulator(), databases).rows());
    }

    /// The rules that decide some login, be it of a role or database that is only named so far. Lines that earlier
    /// ones leave nothing to are not among them. All rules when the file has errors: nobody can say what runs then.
    public List<HbaRules.Placed> live() {
        RuleSet rules = ruleSet();
        if (!rules.loads()) {
            return hba.usable();
        }
        Set<String> all = new TreeSet<>(databases);
        rules.rules().forEach(rule -> names(rule.databases(), all));
        all.add("a database to come");
        AccessSimulator wide = new AccessSimulator(rules, accessRoles(true), interfaces());
        Set<String> places = new LinkedHashSet<>();
        possible(AccessTable.of(wide, List.copyOf(all)).rows()).forEach(row -> places(row.decision(), places));
        return hba.usable().stream()
                .filter(p -> places.contains(key(p)) || p.rule().type() == HbaType.HOSTGSSENC)
                .toList();
    }

    /// The login roles whose logins a rule decides today, and where it depends, may decide.
    public Set<String> deciding(HbaRules.Placed placed) {
        Set<String> names = new TreeSet<>();
        for (AccessRow row : rows()) {
            Set<String> places = new LinkedHashSet<>();
            places(row.decision(), places);
            if (places.contains(key(placed))) {
                names.addAll(row.roles());
            }
        }
        return names;
    }

    /// The connected clients, this session included, whom a rule lets in.
    public List<Client> users(HbaRules.Placed placed) {
        AccessSimulator simulator = simulator();
        return Stream.concat(Stream.of(session), clients.stream())
                .filter(client -> {
                    Decision decision = simulator.decide(new org.pgrampart.access.Login(
                            client.role(),
                            client.database(),
                            client.address()
                                    .map(ip -> org.pgrampart.access.Origin.network(ip, client.tls()))
                                    .orElse(org.pgrampart.access.Origin.LOCAL_SOCKET),
                            false));
                    Set<String> places = new LinkedHashSet<>();
                    places(decision, places);
                    return places.contains(key(placed));
                })
                .toList();
    }

    /// The placed rule that a finding is about.
    public Optional<HbaRules.Placed> find(org.pgrampart.model.Subject subject) {
        return hba.rules().stream().filter(p -> p.subject().equals(subject)).findFirst();
    }

    private List<AccessRow> possible(List<AccessRow> rows) {
        return rows.stream()
                .filter(row -> ssl || row.encryption() != AccessRow.Encryption.TLS)
                .toList();
    }

    private static void places(Decision decision, Set<String> places) {
        decision.rule().ifPresent(rule -> places.add(rule.place()));
        decision.possible().forEach(other -> places(other, places));
    }

    private static String key(HbaRules.Placed placed) {
        return placed.path() + ":" + placed.rule().line();
    }

    private Optional<List<IpRange>> interfaces() {
        return own.map(host -> List.copyOf(host.networks()));
    }

    private RuleSet ruleSet() {
        return RuleSet.ofView(
                hba.rules().stream()
                        .map(p -> new FileRule(
                                p.path(),
                                p.rule(),
                                p.rule().databases(),
                                p.rule().users()))
                        .toList(),
                major);
    }

    /// @param wide every role as if it could log in, those that rules merely name, and one that nothing names
    private org.pgrampart.access.Roles accessRoles(boolean wide) {
        Map<String, org.pgrampart.access.Role> known = new TreeMap<>();
        Map<String, List<String>> groups = new HashMap<>();
        roles.memberships()
                .forEach(m -> groups.computeIfAbsent(m.member(), key -> new ArrayList<>())
                        .add(m.role()));
        for (Role role : roles.byName().values()) {
            boolean logs = role.login() || (wide && !role.name().startsWith("pg_"));
            List<String> own = groups.getOrDefault(role.name(), List.of());
            known.put(role.name(), new org.pgrampart.access.Role(role.name(), role.superuser(), logs, own));
        }
        if (wide) {
            Set<String> named = new TreeSet<>(Set.of("a role to come"));
            ruleSet().rules().forEach(rule -> names(rule.users(), named));
            named.forEach(name -> known.putIfAbsent(name, new org.pgrampart.access.Role(name, false, true, List.of())));
        }
        return new org.pgrampart.access.Roles(List.copyOf(known.values()));
    }

    private static void names(List<HbaToken> tokens, Set<String> names) {
        tokens.stream().filter(HbaToken::isPlainName).map(HbaToken::text).forEach(names::add);
    }

    /// For tests: a file, roles, the databases `postgres` and `shop`, TLS on, the session of `postgres` by the socket.
    public static LoginRules of(String text, Roles roles) {
        Client session = new Client("postgres", "postgres", Optional.empty(), false);
        return new LoginRules(
                HbaRules.of(text),
                roles,
                List.of("postgres", "shop"),
                HbaFile.NEWEST_MAJOR,
                true,
                Optional.of(HostAddresses.of(List.of("127.0.0.1/8", "10.0.0.5/24"))),
                session,
                List.of());
    }

    /// For tests: the same with the session coming from an address.
    public LoginRules from(String role, String address) {
        Client remote = new Client(role, "postgres", IpAddress.parse(address), true);
        return new LoginRules(hba, roles, databases, major, ssl, own, remote, clients);
    }

    /// For tests: the same with TLS switched off.
    public LoginRules withoutTls() {
        return new LoginRules(hba, roles, databases, major, false, own, session, clients);
    }
}
