package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;

/// The stored verifiers of login roles, for guessing only. They are secrets: nothing here prints them.
///
/// @param hints words an outsider would try first: the server's databases and the names it goes by
public record Verifiers(List<Stored> stored, Set<String> hints) {
    /// One role's verifier.
    public record Stored(String role, Secret verifier) {}

    private static final Query STORED = Query.cluster("""
            SELECT rolname, rolpassword FROM pg_catalog.pg_authid
             WHERE rolcanlogin AND rolpassword IS NOT NULL ORDER BY rolname""").needs(Query.AUTHID);

    public static final Probe<Verifiers> PROBE = Probe.of(Verifiers::read, STORED);

    private static Verifiers read(Answers answers) {
        List<Stored> stored = new ArrayList<>();
        for (Row row : answers.rows(STORED)) {
            stored.add(new Stored(row.text("rolname"), Secret.of(row.text("rolpassword"))));
        }
        Set<String> hints = new TreeSet<>(answers.server().databases());
        for (String part : answers.server().host().split("[^A-Za-z0-9]+")) {
            if (part.length() > 2) {
                hints.add(part);
            }
        }
        return new Verifiers(List.copyOf(stored), hints);
    }
}
