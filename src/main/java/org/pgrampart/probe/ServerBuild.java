package org.pgrampart.probe;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// Which build of PostgreSQL runs, and what its distribution offers.
///
/// @param minor as upstream counts: 18 of 15.18
/// @param text as the server says it: `15.18 (Debian 15.18-0+deb12u1)`
/// @param at when it was read
public record ServerBuild(
        int major, int minor, String text, Instant at, Answer<HostPackages> packages, InstalledExtensions extensions) {
    private static final Pattern PACKAGED = Pattern.compile("\\((?:Debian|Ubuntu) ([^)\\s]+)\\)");

    public static final Probe<ServerBuild> PROBE = new Probe<>(
            Stream.concat(InstalledExtensions.PROBE.requests().stream(), Stream.<Request>of(HostPackages.PACKAGES))
                    .toList(),
            ServerBuild::read);

    private static ServerBuild read(Answers answers) {
        int version = answers.server().version();
        return new ServerBuild(
                version / 10_000,
                version % 10_000,
                answers.server().versionText(),
                answers.at(),
                answers.find(HostPackages.PACKAGES).map(output -> HostPackages.read(output.lines())),
                InstalledExtensions.PROBE.read().apply(answers));
    }

    public String number() {
        return major + "." + minor;
    }

    /// The day of the reading, by UTC.
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /// The package version that runs, when a distribution built it.
    public Optional<String> packaged() {
        Matcher matcher = PACKAGED.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// What the distribution says about this server's package; empty when it is none, or when its lists were not read
    /// or
    /// are too old to trust.
    public Optional<HostPackages> distribution() {
        boolean ofDistribution = packaged().isPresent();
        return packages instanceof Answer.Seen<HostPackages>(HostPackages seen)
                        && ofDistribution
                        && !seen.isStale(at)
                        && seen.installed().containsKey(packageName())
                ? Optional.of(seen)
                : Optional.empty();
    }

    public String packageName() {
        return "postgresql-" + major;
    }
}
