package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.Decision;
import org.pgrampart.access.Login;
import org.pgrampart.access.Role;
import org.pgrampart.access.Roles;
import org.pgrampart.access.RuleSet;
import org.pgrampart.change.FileContent;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpAddress;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;
import org.pgrampart.target.Tried;
import org.pgrampart.target.WriteSession;

/// Logins that the new rules shall turn away, tried from here: a rule that refuses is proven by a refusal.
final class Refusals {
    private static final Query ROLES = Query.cluster("""
            SELECT r.rolname, r.rolsuper, r.rolcanlogin,
                   ARRAY(SELECT g.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
                          WHERE m.member = r.oid) AS member_of
              FROM pg_catalog.pg_roles r ORDER BY r.rolname""");

    private static final Query SELF = Query.cluster("""
            SELECT coalesce(host(inet_client_addr()), '') AS address, current_database() AS database,
                   current_setting('ssl')::boolean AS ssl""");

    static final List<Request> READS = List.of(ROLES, SELF);

    private static final int MOST = 3;

    /// One login to try.
    ///
    /// @param password whether our own password may be used: then the refusal is one of the address, not of it
    record Try(String role, String database, boolean tls, boolean password) {
        @Override
        public String toString() {
            return role + " to " + database + (tls ? "" : " without TLS") + (password ? "" : " without a password");
        }
    }

    private Refusals() {}

    /// What was let in without a password, or in clear text, and shall no longer be: pure.
    static List<Try> wanted(Plan plan, Server server, Answers answers) {
        if (!(answers.find(ROLES) instanceof Answer.Seen<Rows>(Rows roles))
                || !(answers.find(SELF) instanceof Answer.Seen<Rows>(Rows self))) {
            return List.of();
        }
        Optional<IpAddress> from = IpAddress.parse(self.first().text("address"));
        String hba = server.paths().getOrDefault("PGHBA", "");
        if (from.isEmpty() || server.via().contains("tunnel")) {
            return List.of(); // who comes by the socket or through SSH has no address of its own
        }
        Set<Try> tries = new LinkedHashSet<>();
        for (Plan.Item item : plan.running()) {
            if (item.change() instanceof FileContent file
                    && file.path().equals(hba)
                    && file.before().isPresent()
                    && file.after().isPresent()) {
                tries.addAll(of(file, server, roles, self.first(), from.get()));
            }
        }
        return tries.stream().limit(MOST).toList();
    }

    private static List<Try> of(FileContent file, Server server, Rows rows, Row self, IpAddress from) {
        List<Role> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(new Role(
                    row.text("rolname"), row.bool("rolsuper"), row.bool("rolcanlogin"), row.array("member_of")));
        }
        Roles roles = new Roles(all);
        int major = server.major();
        AccessSimulator before = simulator(file.before().orElseThrow().bytes(), major, roles);
        AccessSimulator after = simulator(file.after().orElseThrow().bytes(), major, roles);
        if (!before.rules().loads() || !after.rules().loads()) {
            return List.of();
        }
        List<String> databases = new ArrayList<>(List.of(self.text("database")));
        server.databases().stream().filter(name -> !databases.contains(name)).forEach(databases::add);
        List<Try> tries = new ArrayList<>();
        for (boolean tls : self.bool("ssl") ? new boolean[] {true, false} : new boolean[] {false}) {
            for (Role role : all.stream().filter(Role::login).toList()) {
                for (String database : databases) {
                    Login login = Login.network(role.name(), database, from, tls);
                    Decision old = before.decide(login);
                    Decision now = after.decide(login);
                    if (old.admits() && now.refuses() && role.name().equals(server.role())) {
                        tries.add(new Try(role.name(), database, tls, true));
                    } else if (old.method().equals("trust") && asksForMore(now)) {
                        tries.add(new Try(role.name(), database, tls, false));
                    }
                }
            }
        }
        return tries;
    }

    private static boolean asksForMore(Decision now) {
        return now.refuses() || now.admits() && !now.method().equals("trust");
    }

    private static AccessSimulator simulator(byte[] file, int major, Roles roles) {
        return new AccessSimulator(RuleSet.of(HbaFile.parse(file, major)), roles, Optional.empty());
    }

    /// Tries them over new connections.
    static List<Proof> prove(WriteSession session, List<Try> tries) {
        List<Proof> proofs = new ArrayList<>();
        for (Try one : tries) {
            Tried tried = session.tryLogin(one.role(), one.database(), one.tls(), one.password());
            proofs.add(judged(one, tried));
        }
        return List.copyOf(proofs);
    }

    /// A refusal proves it, a session disproves it, and anything else says nothing: pure.
    static Proof judged(Try one, Tried tried) {
        String what = "A login as " + one + " is refused";
        if (tried.admitted()) {
            return Proof.failed(what, "it was let in");
        }
        return tried.refused()
                ? Proof.proven(what, "SQLSTATE " + tried.state() + ", " + tried.words())
                : Proof.unproven(what, "it got no answer: " + tried.words());
    }
}
