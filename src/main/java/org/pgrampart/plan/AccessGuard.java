package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.Decision;
import org.pgrampart.access.Login;
import org.pgrampart.access.Role;
import org.pgrampart.access.Roles;
import org.pgrampart.access.RuleSet;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterRole.Attribute;
import org.pgrampart.change.Change;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.IpAddress;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;

/// Refuses what would shut the owner out: this very login, the last superuser, every superuser's way in.
final class AccessGuard {
    private static final Query ROLES = Query.cluster("""
            SELECT r.rolname, r.rolsuper, r.rolcanlogin,
                   ARRAY(SELECT g.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
                          WHERE m.member = r.oid) AS member_of
              FROM pg_catalog.pg_roles r ORDER BY r.rolname""");

    private static final Query SELF = Query.cluster("""
            SELECT session_user AS role, current_database() AS database, coalesce(host(inet_client_addr()), '') AS address,
                   coalesce((SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()), false) AS tls""");

    /// Which roles hold MD5 verifiers, since a scram rule shuts them out.
    private static final Query MD5 = Query.cluster(
                    "SELECT rolname FROM pg_catalog.pg_authid WHERE rolpassword LIKE 'md5%' AND rolcanlogin ORDER BY rolname")
            .needs(Query.AUTHID);

    static final List<Request> READS = List.of(ROLES, SELF, MD5);

    private final Server server;
    private final List<Row> roles = new ArrayList<>();
    private final Set<String> superusers = new LinkedHashSet<>();
    private final Set<String> md5 = new LinkedHashSet<>();
    private final Optional<Row> self;

    AccessGuard(Server server, Answers answers) {
        this.server = server;
        if (answers.find(ROLES) instanceof Answer.Seen<Rows>(Rows rows)) {
            rows.forEach(roles::add);
        }
        roles.stream()
                .filter(row -> row.bool("rolsuper") && row.bool("rolcanlogin"))
                .forEach(row -> superusers.add(row.text("rolname")));
        if (answers.find(MD5) instanceof Answer.Seen<Rows>(Rows rows)) {
            rows.forEach(row -> md5.add(row.text("rolname")));
        }
        self = answers.find(SELF) instanceof Answer.Seen<Rows>(Rows rows)
                ? rows.stream().findFirst()
                : Optional.empty();
    }

    /// Why a change is refused, in sentences; empty when it is not. Remembers what earlier changes of the plan do.
    Optional<String> refuses(Change change, Change ready) {
        return switch (change) {
            case AlterRole role -> role(role);
            case SetVerifier(String role, Optional<org.pgrampart.model.Secret> verifier) -> {
                if (verifier.isPresent()) {
                    md5.remove(role);
                    yield Optional.empty();
                }
                yield role.equals(server.role())
                        ? Optional.of("This session logs in with that password.")
                        : Optional.empty();
            }
            case HbaEdit _ when ready instanceof FileContent content -> rules(content);
            default -> Optional.empty();
        };
    }

    private Optional<String> role(AlterRole change) {
        Map<Attribute, Boolean> attributes = change.attributes();
        boolean login = Boolean.FALSE.equals(attributes.get(Attribute.LOGIN));
        boolean superuser = Boolean.FALSE.equals(attributes.get(Attribute.SUPERUSER));
        if (!login && !superuser) {
            return Optional.empty();
        }
        if (change.role().equals(server.role())) {
            return Optional.of("This session is logged in as " + change.role()
                    + "; connect as another superuser to change this role.");
        }
        if (superusers.contains(change.role()) && superusers.size() == 1) {
            return Optional.of("It is the last superuser who can log in.");
        }
        superusers.remove(change.role());
        return Optional.empty();
    }

    private Optional<String> rules(FileContent content) {
        HbaFile old = HbaFile.parse(content.before().orElseThrow().bytes(), server.major());
        HbaFile file = HbaFile.parse(content.after().orElseThrow().bytes(), server.major());
        List<HbaRule> errors = file.errors();
        if (!errors.isEmpty() && old.errors().isEmpty()) {
            return Optional.of("Line %d of the new file would have an error: %s."
                    .formatted(errors.getFirst().line(), errors.getFirst().error()));
        }
        if (file.rules().isEmpty() && file.includes().isEmpty()) {
            return Optional.of("The new file would hold no rule, and PostgreSQL refuses such a file.");
        }
        RuleSet set = RuleSet.of(file);
        if (!set.loads() || !RuleSet.of(old).loads() || self.isEmpty()) {
            return Optional.empty(); // other files play a part: the proof under the timer decides
        }
        Roles known = new Roles(roles.stream()
                .map(row -> new Role(
                        row.text("rolname"), row.bool("rolsuper"), row.bool("rolcanlogin"), row.array("member_of")))
                .toList());
        AccessSimulator after = new AccessSimulator(set, known, Optional.empty());
        Login own = own();
        Decision decision = after.decide(own);
        if (shutOut(own.role(), decision)) {
            return Optional.of("It would shut out this very login (%s, %s)."
                    .formatted(
                            own.role(),
                            decision.refuses() ? "refused" : "its MD5 verifier does not fit " + decision.method()));
        }
        AccessSimulator before = new AccessSimulator(RuleSet.of(old), known, Optional.empty());
        boolean couldBefore =
                superusers.stream().anyMatch(role -> before.decide(local(role)).mayAdmit());
        boolean canAfter =
                superusers.stream().anyMatch(role -> after.decide(local(role)).mayAdmit());
        if (couldBefore && !canAfter) {
            return Optional.of(
                    "No superuser could log in by the local socket any more, which is the way to undo things.");
        }
        return Optional.empty();
    }

    private boolean shutOut(String role, Decision decision) {
        return decision.refuses()
                || decision.admits() && decision.method().equals("scram-sha-256") && md5.contains(role);
    }

    private Login own() {
        Row row = self.orElseThrow();
        Optional<IpAddress> address = IpAddress.parse(row.text("address"));
        return address.map(ip -> Login.network(row.text("role"), row.text("database"), ip, row.bool("tls")))
                .orElseGet(() -> Login.local(row.text("role"), row.text("database")));
    }

    private static Login local(String role) {
        return Login.local(role, "postgres");
    }
}
