package org.pgrampart.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.reading.Command;

/// The packages of the host that concern the database, as apt knows them.
///
/// @param installed version by name
/// @param upgrades what the package lists offer newer, by name
/// @param listed when the package lists were last fetched; empty when never
public record HostPackages(Map<String, String> installed, Map<String, Upgrade> upgrades, Optional<Instant> listed) {
    /// A newer version of an installed package.
    ///
    /// @param archives where it comes from: `stable-security`
    public record Upgrade(String name, String version, String archives) {
        /// Whether the distribution publishes it as a security update.
        public boolean security() {
            return archives.contains("security");
        }
    }

    private static final Pattern UPGRADABLE =
            Pattern.compile("UPGRADE ([^/\\s]+)/(\\S+) (\\S+) \\S+ \\[upgradable from: [^\\]]+\\]");

    static final Command PACKAGES = Command.machine("""
            if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
                echo "this host's packages are not kept by apt, and others are not read yet" >&2; exit 77
            fi
            newest=0
            for list in /var/lib/apt/lists/*Release /var/lib/apt/lists/*Packages*; do
                [ -f "$list" ] || continue
                at=$(stat -c %Y -- "$list")
                [ "$at" -gt "$newest" ] && newest=$at
            done
            # apt keeps the archive's own date on the files; this stamp tells when it last asked
            for stamp in /var/lib/apt/periodic/update-success-stamp /var/lib/apt/lists/partial; do
                [ -e "$stamp" ] || continue
                at=$(stat -c %Y -- "$stamp")
                [ "$newest" -gt 0 ] && [ "$at" -gt "$newest" ] && newest=$at
            done
            echo "LISTS $newest"
            dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\\n' 2>/dev/null | sed -n 's/^installed /PACKAGE /p'
            apt list --upgradable 2>/dev/null | sed -n 's/^\\(.*\\[upgradable from: .*\\]\\)$/UPGRADE \\1/p'
            exit 0
            """).asUser();

    public static final Probe<HostPackages> PROBE =
            Probe.of(answers -> read(answers.output(PACKAGES).lines()), PACKAGES);

    /// Reads what the command prints.
    public static HostPackages read(List<String> lines) {
        Map<String, String> installed = new LinkedHashMap<>();
        Map<String, Upgrade> upgrades = new LinkedHashMap<>();
        Optional<Instant> listed = Optional.empty();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Matcher upgrade = UPGRADABLE.matcher(line);
            if (upgrade.matches()) {
                upgrades.put(upgrade.group(1), new Upgrade(upgrade.group(1), upgrade.group(3), upgrade.group(2)));
            } else if (words.length == 3 && words[0].equals("PACKAGE")) {
                installed.put(words[1], words[2]);
            } else if (words.length == 2 && words[0].equals("LISTS") && words[1].matches("[1-9]\\d{0,11}")) {
                listed = Optional.of(Instant.ofEpochSecond(Long.parseLong(words[1])));
            }
        }
        return new HostPackages(installed, upgrades, listed);
    }

    /// Whether the lists are too old to say that nothing is newer.
    public boolean isStale(Instant at) {
        return listed.map(when -> when.plus(Duration.ofDays(7)).isBefore(at)).orElse(true);
    }
}
