package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.StoredHashes;
import org.pgrampart.reading.NotHere;

/// APP-17.
public final class StoredUserPasswordsAreSlowHashes implements Check<StoredHashes> {
    private static final Control CONTROL = new Control(
            "APP-17",
            Area.APPLICATION,
            Severity.HIGH,
            FixKind.MANUAL,
            "The users' passwords are stored as salted, slow hashes",
            """
            Whoever gets a copy of the table guesses passwords on his own machine. Billions of MD5 or SHA-1 a second \
            leave hardly one unfound; a slow hash of today makes each guess dear.""",
            """
            Put a current hasher first in PASSWORD_HASHERS. Django hashes anew at each login; for the rest wrap the \
            old hashes in PBKDF2 with a data migration, as its manual shows.""",
            "Each login takes some tenths of a second of processor time. The migration touches every row once.",
            List.of(
                    "https://docs.djangoproject.com/en/stable/topics/auth/passwords/",
                    "OWASP Password Storage Cheat Sheet"));

    private static final Set<String> FAST = Set.of("md5", "sha1", "unsalted_md5", "plain", "crypt");
    private static final long UNKNOWN_VERSION = 600_000;

    /// What each series of Django takes by default, by the number major * 10 + minor.
    private static final Map<Integer, Long> DEFAULTS = Map.ofEntries(
            Map.entry(22, 150_000L),
            Map.entry(30, 180_000L),
            Map.entry(31, 216_000L),
            Map.entry(32, 260_000L),
            Map.entry(40, 320_000L),
            Map.entry(41, 390_000L),
            Map.entry(42, 600_000L),
            Map.entry(50, 720_000L),
            Map.entry(51, 870_000L),
            Map.entry(52, 1_000_000L),
            Map.entry(60, 1_200_000L),
            Map.entry(61, 1_500_000L));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<StoredHashes> probe() {
        return StoredHashes.PROBE;
    }

    @Override
    public Outcome judge(StoredHashes hashes, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        if (hashes.tables().isEmpty()) {
            throw new NotHere("no database has Django's table of users");
        }
        long wanted = wanted(hashes);
        String by = hashes.django()
                .map(v -> "Django " + v.version() + " (" + v.source() + ") takes " + wanted)
                .orElse("Django's version is not known, so " + wanted + " are asked for");
        evidence.add(new Evidence("PBKDF2 iterations", by));
        long users = 0;
        List<String> closed = new ArrayList<>();
        for (StoredHashes.Table table : hashes.tables()) {
            if (!table.readable()) {
                closed.add(table.subject().bare());
                continue;
            }
            for (StoredHashes.Kind kind : table.kinds()) {
                users += kind.users();
                evidence.add(new Evidence(
                        table.subject().bare(),
                        kind.users() + " times " + kind.algorithm()
                                + (kind.iterations() > 0 ? " with " + kind.iterations() + " iterations" : "")));
                finding(table, kind, wanted).ifPresent(findings::add);
            }
        }
        if (findings.isEmpty() && !closed.isEmpty()) {
            return Outcome.unknown(
                            "this role may not read the column password of " + String.join(", ", closed),
                            "GRANT SELECT (password) ON that table TO the assessing role, which sees the hashes then")
                    .with(evidence);
        }
        if (users == 0) {
            return Outcome.notApplicable("there are no users yet").with(evidence);
        }
        return Outcome.of(findings, "all " + users + " users have slow, salted hashes")
                .with(evidence);
    }

    private static Optional<Finding> finding(StoredHashes.Table table, StoredHashes.Kind kind, long wanted) {
        Subject plain = table.subject();
        Subject subject = new Subject(
                plain.kind(),
                plain.name(),
                plain.stable() + " " + kind.algorithm() + (kind.iterations() > 0 ? "" : " hashes"));
        if (FAST.contains(kind.algorithm())) {
            String seen = kind.algorithm().equals("plain")
                    ? kind.users() + " users have a password in no known form, perhaps in clear text"
                    : kind.users() + " users have a hash by " + kind.algorithm() + ", which is fast to guess";
            return Optional.of(Finding.fail(CONTROL, subject, seen, "a slow, salted hash"));
        }
        boolean few = kind.algorithm().startsWith("pbkdf2") && kind.iterations() < wanted;
        return few
                ? Optional.of(Finding.warn(
                        CONTROL,
                        new Subject(plain.kind(), plain.name(), subject.stable() + " " + kind.iterations()),
                        kind.users() + " users have " + kind.iterations() + " iterations of " + kind.algorithm(),
                        "at least " + wanted))
                : Optional.empty();
    }

    private static long wanted(StoredHashes hashes) {
        Optional<Matcher> number = hashes.django()
                .map(v -> Pattern.compile("(\\d)\\.(\\d)(\\..*)?").matcher(v.version()))
                .filter(Matcher::matches);
        return number.map(m -> Integer.parseInt(m.group(1)) * 10 + Integer.parseInt(m.group(2)))
                .map(series -> DEFAULTS.getOrDefault(series, UNKNOWN_VERSION))
                .orElse(UNKNOWN_VERSION);
    }
}
