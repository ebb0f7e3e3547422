package org.pgrampart.catalogue.updates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.facts.PostgresFacts;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.HostPackages;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.ServerBuild;

/// UPD-02.
public final class MinorReleaseIsCurrent implements Check<ServerBuild> {
    private static final Control CONTROL = new Control(
            "UPD-02",
            Area.UPDATES,
            Severity.HIGH,
            FixKind.MANUAL,
            "The newest minor release runs",
            """
            Minor releases hold nothing but fixes, among them for holes that let a plain user take over the server \
            or read what is not his. Once they are out, the hole is public too.""",
            """
            Update the server's packages from the distribution or postgresql.org and restart the server. Read the \
            release note first: a few ask for a REINDEX afterwards.""",
            "A restart of some seconds. A minor update needs no dump and goes back by installing the older package.",
            List.of("https://www.postgresql.org/support/versioning/", "CIS 1.5"));

    private static final Subject SUBJECT = Subject.named(Subject.Kind.SERVER, "minor release");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ServerBuild> probe() {
        return ServerBuild.PROBE;
    }

    @Override
    public Outcome judge(ServerBuild build, Baseline baseline) {
        PostgresFacts facts = PostgresFacts.bundled();
        Evidence runs = new Evidence("server_version", build.text());
        Optional<HostPackages> distribution = build.distribution();
        if (distribution.isPresent()) {
            return byDistribution(build, distribution.get(), facts)
                    .with(List.of(
                            runs,
                            new Evidence(
                                    "apt",
                                    build.packageName() + " "
                                            + distribution.get().installed().get(build.packageName()))));
        }
        return byUpstream(build, facts).with(List.of(runs, new Evidence("table of releases", "as of " + facts.asOf())));
    }

    private static Outcome byDistribution(ServerBuild build, HostPackages packages, PostgresFacts facts) {
        String installed = packages.installed().getOrDefault(build.packageName(), "");
        HostPackages.@Nullable Upgrade upgrade = packages.upgrades().get(build.packageName());
        List<Finding> findings = new ArrayList<>();
        String running = build.packaged().orElse("");
        if (!installed.equals(running)) {
            findings.add(fail("runs " + running + " although " + installed + " is installed", "a restart"));
        }
        if (upgrade != null) {
            boolean mends = upgrade.security() || mends(build, upgrade.version(), facts);
            String seen = installed + " is installed, and " + upgrade.archives() + " has " + upgrade.version();
            findings.add(
                    mends
                            ? fail(seen + " with security fixes", upgrade.version())
                            : Finding.warn(CONTROL, SUBJECT, seen, upgrade.version()));
        }
        return Outcome.of(findings, running + " is the newest of its distribution, which back-ports fixes");
    }

    /// Whether an upgrade from an archive that is not called security brings security fixes by its upstream number.
    private static boolean mends(ServerBuild build, String version, PostgresFacts facts) {
        Matcher number = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(version);
        return number.matches()
                && Integer.parseInt(number.group(1)) == build.major()
                && !facts.mendedBetween(build.major(), build.minor(), Integer.parseInt(number.group(2)))
                        .isEmpty();
    }

    private static Outcome byUpstream(ServerBuild build, PostgresFacts facts) {
        Optional<Integer> newest = facts.newest(build.major(), build.day());
        String compared = build.packaged().isPresent()
                ? " (compared with upstream, since the distribution's fresh package lists could not be read)"
                : "";
        if (newest.isEmpty()) {
            return Outcome.unknown(
                    "PostgreSQL " + build.major() + " is not in the table of releases of " + facts.asOf(),
                    "a newer release of PgRampart");
        }
        if (build.minor() < newest.get()) {
            int mended = facts.mendedBetween(build.major(), build.minor(), newest.get())
                    .size();
            String wanted = build.major() + "." + newest.get();
            String seen = "runs " + build.number() + ", the newest is " + wanted;
            return Outcome.of(
                    List.of(
                            mended > 0
                                    ? fail(
                                            seen + ", with fixes for " + mended + " known vulnerabilities" + compared,
                                            wanted)
                                    : Finding.warn(CONTROL, SUBJECT, seen + compared, wanted)),
                    "");
        }
        if (facts.isOld(build.day())) {
            return Outcome.unknown(
                    "the table of releases is of " + facts.asOf() + ", and newer minor releases are out since",
                    "a newer release of PgRampart");
        }
        return Outcome.pass(build.number() + " is the newest minor release as of " + facts.asOf() + compared);
    }

    private static Finding fail(String seen, String wanted) {
        return Finding.fail(CONTROL, SUBJECT, seen, wanted);
    }
}
