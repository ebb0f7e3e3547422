package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.Client;
import org.pgrampart.access.Credentials;
import org.pgrampart.access.IdentMaps;
import org.pgrampart.access.Login;
import org.pgrampart.access.RuleSet;
import org.pgrampart.access.Verifier;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IdentFile;
import org.pgrampart.format.IdentRule;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// The login rules with everybody who is known to log in by them and what they have to show.
///
/// @param rescue superusers at the local socket, as the account that the server runs as: the way to undo things
public record WhoLogsIn(AccessPicture picture, List<Client> rescue) {
    private static final Query VERIFIERS = Query.cluster("""
            SELECT rolname, CASE WHEN rolpassword IS NULL THEN 'NONE'
                                 WHEN rolvaliduntil < pg_catalog.now() THEN 'EXPIRED'
                                 WHEN rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'SCRAM' ELSE 'MD5' END AS kind
              FROM pg_catalog.pg_authid ORDER BY rolname""").needs(Query.AUTHID);

    private static final Command IDENT = Command.server("""
            [ -n "$PGIDENT" ] || { echo "the server does not say where pg_ident.conf is" >&2; exit 77; }
            [ -e "$PGIDENT" ] || exit 0
            [ -r "$PGIDENT" ] || { echo "this user may not read $PGIDENT" >&2; exit 77; }
            cat -- "$PGIDENT\"""");

    private static final Query MAPS = Query.cluster("""
            SELECT line_number, map_name, sys_name, pg_username, error
              FROM pg_catalog.pg_ident_file_mappings""")
            .needs(new Query.Need(
                    "pg_catalog.has_table_privilege('pg_catalog.pg_ident_file_mappings', 'SELECT')"
                            + " AND pg_catalog.has_function_privilege('pg_catalog.pg_ident_file_mappings()', 'EXECUTE')",
                    "GRANT SELECT ON pg_ident_file_mappings and GRANT EXECUTE ON FUNCTION pg_ident_file_mappings() TO"
                            + " the assessing role"))
            .since(15);

    public static final Probe<WhoLogsIn> PROBE = new Probe<>(
            Stream.of(
                            LocalLogins.PROBE.requests(),
                            KnownClients.PROBE.requests(),
                            List.<Request>of(VERIFIERS, IDENT, MAPS))
                    .flatMap(List::stream)
                    .distinct()
                    .toList(),
            WhoLogsIn::read);

    private static WhoLogsIn read(Answers answers) {
        LocalLogins local = LocalLogins.PROBE.read().apply(answers);
        LoginRules rules = local.logins();
        KnownClients known = KnownClients.read(answers);
        AccessSimulator simulator = rules.simulator();
        List<String> gaps = new ArrayList<>(known.gaps());
        Optional<Map<String, Verifier>> verifiers = verifiers(answers);
        if (verifiers.isEmpty()) {
            gaps.add(
                    "How passwords are kept could not be read, so an MD5 verifier that a SCRAM line refuses is not seen.");
        }
        Credentials credentials = new Credentials(simulator.roles(), verifiers, maps(answers));
        List<Client> rescue = new ArrayList<>();
        for (Role role : rules.roles().superusers()) {
            if (role.login()) {
                Client client = Client.of(Login.local(role.name(), "postgres"), Client.Source.RESCUE);
                rescue.add(local.owner().map(client::account).orElse(client));
            }
        }
        AccessPicture picture = new AccessPicture(
                simulator,
                credentials,
                rules.databases(),
                rules.ssl(),
                HostNames.named(answers, simulator.rules(), known.clients()),
                List.copyOf(gaps));
        return new WhoLogsIn(picture, List.copyOf(rescue));
    }

    /// What has to be read after the first answers: the files that pg_hba.conf includes, and the names of clients where
    /// a rule goes by names. Nothing for most servers.
    ///
    /// @throws org.pgrampart.reading.Unreadable when the rules could not be read at all
    public static Set<Request> more(Answers answers) {
        Set<Request> more = new LinkedHashSet<>(RuleFiles.missing(answers));
        RuleSet rules = LoginRules.read(answers).simulator().rules();
        HostNames.asking(rules, KnownClients.read(answers).clients()).ifPresent(more::add);
        more.removeIf(request -> answers.outputs().containsKey((Command) request));
        return more;
    }

    private static Optional<Map<String, Verifier>> verifiers(Answers answers) {
        if (!(answers.find(VERIFIERS) instanceof Answer.Seen<Rows>(Rows rows))) {
            return Optional.empty();
        }
        Map<String, Verifier> kinds = new HashMap<>();
        rows.forEach(row -> kinds.put(row.text("rolname"), Verifier.valueOf(row.text("kind"))));
        return Optional.of(kinds);
    }

    private static IdentMaps maps(Answers answers) {
        int major = answers.server().major();
        if (answers.find(IDENT) instanceof Answer.Seen<Output>(Output output) && output.status() == 0) {
            IdentFile file = IdentFile.parse(output.bytes(), major);
            if (file.includes().isEmpty()) {
                return IdentMaps.of(file.rules(), major);
            }
        }
        if (!(answers.find(MAPS) instanceof Answer.Seen<Rows>(Rows rows))) {
            return IdentMaps.unknown(major);
        }
        List<IdentRule> rules = new ArrayList<>();
        for (Row row : rows) {
            rules.add(new IdentRule(
                    (int) row.integer("line_number"),
                    row.find("map_name").orElse(""),
                    new HbaToken(row.find("sys_name").orElse(""), false),
                    new HbaToken(row.find("pg_username").orElse(""), false),
                    row.find("error").orElse(""),
                    ""));
        }
        return IdentMaps.of(rules, major);
    }
}
