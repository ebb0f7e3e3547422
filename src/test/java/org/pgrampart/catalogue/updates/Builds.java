package org.pgrampart.catalogue.updates;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.pgrampart.probe.HostPackages;
import org.pgrampart.probe.InstalledExtensions;
import org.pgrampart.probe.ServerBuild;
import org.pgrampart.reading.Answer;

/// Builds of PostgreSQL for tests.
final class Builds {
    private Builds() {}

    static Instant at(String day) {
        return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static long epoch(String day) {
        return at(day).getEpochSecond();
    }

    static ServerBuild of(int major, int minor, String text, String day, String... extensions) {
        return build(major, minor, text, day, new Answer.Unseen<>("there is no shell", "--ssh"), extensions);
    }

    static ServerBuild debian(int major, int minor, String packaged, String day, String... lines) {
        String text = major + "." + minor + " (Debian " + packaged + ")";
        return build(major, minor, text, day, new Answer.Seen<>(HostPackages.read(List.of(lines))));
    }

    private static ServerBuild build(
            int major, int minor, String text, String day, Answer<HostPackages> packages, String... extensions) {
        List<InstalledExtensions.Extension> installed = new ArrayList<>();
        for (String name : extensions) {
            installed.add(new InstalledExtensions.Extension("shop", name, "1.0", "1.0", true));
        }
        return new ServerBuild(major, minor, text, at(day), packages, new InstalledExtensions(installed));
    }
}
