package org.pgrampart.access;

import java.util.ArrayList;
import java.util.List;

/// What new login rules mean for everybody who is known to log in.
///
/// @param gaps in sentences: who could not be looked for
public record Impact(List<Row> rows, List<String> gaps) {
    /// How one client fares.
    public enum Kind {
        /// It could log in and no longer can.
        REFUSED,
        /// It depends on what is not known from here.
        UNSURE,
        /// It can log in but has to show something else.
        OTHER_METHOD,
        /// Nothing changes, or nothing that it would notice.
        KEEPS,
        /// It could not log in and now can.
        GAINS,
        /// It could not log in before either.
        STAYS_OUT
    }

    /// One client before and after.
    ///
    /// @param because why it is refused, or why that is not known; else empty
    public record Row(Client client, Decision before, Decision after, Kind kind, String because) {}

    public Impact {
        rows = List.copyOf(rows);
        gaps = List.copyOf(gaps);
    }

    /// Holds every client against the rules and credentials before and after.
    public static Impact of(
            AccessSimulator before,
            Credentials had,
            AccessSimulator after,
            Credentials have,
            List<Client> clients,
            List<String> gaps) {
        List<Row> rows = new ArrayList<>();
        for (Client client : clients) {
            rows.add(row(client, before.decide(client.login()), had, after.decide(client.login()), have));
        }
        rows.sort((one, other) -> one.kind().compareTo(other.kind()));
        return new Impact(rows, gaps);
    }

    private static Row row(Client client, Decision before, Credentials had, Decision after, Credentials have) {
        Admission first = had.admit(client, before);
        Admission then = have.admit(client, after);
        boolean same = before.alike(after);
        Kind kind;
        if (first.refused()) {
            kind = then.refused() ? Kind.STAYS_OUT : Kind.GAINS;
        } else if (then.refused()) {
            kind = Kind.REFUSED;
        } else if (same && (then.enters() || had.maps().equals(have.maps()))) {
            kind = Kind.KEEPS; // what it shows today it can show tomorrow
        } else {
            kind = then.enters() ? Kind.OTHER_METHOD : Kind.UNSURE;
        }
        boolean told = kind == Kind.REFUSED || kind == Kind.UNSURE || kind == Kind.STAYS_OUT;
        return new Row(client, before, after, kind, told ? then.because() : "");
    }

    public List<Row> having(Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).toList();
    }

    /// The lifelines that the new rules would cut.
    public List<Row> cut() {
        return having(Kind.REFUSED).stream()
                .filter(row -> row.client().isLifeline())
                .toList();
    }

    /// `12 of 14 connected clients keep working. 2 would be refused.`
    public String sentence() {
        List<Row> counted =
                rows.stream().filter(row -> row.kind() != Kind.STAYS_OUT).toList();
        if (counted.isEmpty()) {
            return "No client is connected or known that logs in by these rules.";
        }
        boolean connected =
                counted.stream().allMatch(row -> row.client().sources().contains(Client.Source.CONNECTED));
        int refused = having(Kind.REFUSED).size();
        int other = having(Kind.OTHER_METHOD).size();
        int unsure = having(Kind.UNSURE).size();
        int working = counted.size() - refused - unsure;
        StringBuilder text = new StringBuilder("%d of %d %s client%s keep%s working."
                .formatted(
                        working,
                        counted.size(),
                        connected ? "connected" : "known",
                        counted.size() == 1 ? "" : "s",
                        working == 1 ? "s" : ""));
        if (other > 0) {
            text.append(" %d of them %s to prove %s in another way."
                    .formatted(other, other == 1 ? "has" : "have", other == 1 ? "itself" : "themselves"));
        }
        if (refused > 0) {
            text.append(" %d would be refused.".formatted(refused));
        }
        if (unsure > 0) {
            text.append(" For %d it cannot be told from here.".formatted(unsure));
        }
        return text.toString();
    }

    /// Who is affected, client by client; the same as long as nobody else is, whoever comes and goes besides.
    public String text() {
        StringBuilder text = new StringBuilder();
        block(text, Kind.REFUSED, "Would be refused");
        block(text, Kind.UNSURE, "Cannot be told from here");
        block(text, Kind.OTHER_METHOD, "Has to prove itself in another way");
        if (text.isEmpty()) {
            text.append("Every client that is connected or known keeps working.\n");
        }
        gaps.forEach(gap -> text.append(gap).append('\n'));
        return text.toString();
    }

    private void block(StringBuilder text, Kind kind, String title) {
        List<String> lines =
                having(kind).stream().map(Impact::line).distinct().sorted().toList();
        if (!lines.isEmpty()) {
            text.append(title).append(":\n");
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }

    private static String line(Row row) {
        String now = row.before().words();
        String then = row.after().words();
        return "%s: today %s, then %s%s"
                .formatted(
                        row.client().login().words(),
                        now,
                        then,
                        row.because().isEmpty() || then.equals(row.because()) ? "" : " (" + row.because() + ")");
    }
}
