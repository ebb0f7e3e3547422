package org.pgrampart.catalogue.updates;

import java.util.ArrayList;
import java.util.List;
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
import org.pgrampart.probe.HostPackages;
import org.pgrampart.probe.PendingUpdates;
import org.pgrampart.probe.Probe;

/// UPD-08.
public final class NoSecurityUpdateIsPending implements Check<PendingUpdates> {
    private static final Control CONTROL = new Control(
            "UPD-08",
            Area.UPDATES,
            Severity.HIGH,
            FixKind.MANUAL,
            "No security update waits for the database or what it stands on",
            """
            A hole in OpenSSL, the C library or libpq opens the database as surely as one of its own. The fix is \
            there, published and downloadable, and so is the recipe of the attack.""",
            """
            apt-get update, then apt-get install --only-upgrade with the listed packages, and restart what uses \
            them. Let unattended-upgrades do it for the security archive from then on.""",
            "A restart of the server and of the application, since programs that run keep the old library open.",
            List.of("https://www.postgresql.org/support/security/", "CIS Controls 7.4"));

    private static final Pattern CONCERNS = Pattern.compile(
            "postgresql.*|libpq5|libpq-dev|openssl|libssl.*|libc6|libc-bin|pgbouncer|pgbackrest|barman.*|libxml2.*"
                    + "|libldap.*|libkrb5.*|libgssapi.*|openssh-.*|python3.*|linux-image.*|systemd|libsystemd.*");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<PendingUpdates> probe() {
        return PendingUpdates.PROBE;
    }

    @Override
    public Outcome judge(PendingUpdates pending, Baseline baseline) {
        HostPackages packages = pending.packages();
        String age = packages.listed().map(when -> "of " + when).orElse("never fetched");
        List<Evidence> evidence = new ArrayList<>(List.of(new Evidence("apt", "package lists " + age)));
        List<Finding> findings = new ArrayList<>();
        int others = 0;
        for (HostPackages.Upgrade upgrade : packages.upgrades().values()) {
            if (!CONCERNS.matcher(upgrade.name()).matches()) {
                continue;
            }
            evidence.add(new Evidence(
                    "apt list --upgradable", upgrade.name() + " " + upgrade.version() + " from " + upgrade.archives()));
            // postgresql.org's own archive has no security part: its minor releases are what brings the fixes
            boolean upstream =
                    upgrade.archives().contains("pgdg") && upgrade.name().matches("postgresql(-client)?-\\d+|libpq5");
            if (upgrade.security() || upstream) {
                String has = packages.installed().getOrDefault(upgrade.name(), "an older version");
                findings.add(Finding.fail(
                        CONTROL,
                        Subject.named(Subject.Kind.PACKAGE, upgrade.name()),
                        has + " is installed",
                        upgrade.version() + " from " + upgrade.archives()));
            } else {
                others++;
            }
        }
        if (findings.isEmpty() && packages.isStale(pending.at())) {
            return Outcome.unknown(
                            "the host's package lists are " + age + " and too old to say that nothing is pending",
                            "a fresh apt-get update on the host")
                    .with(evidence);
        }
        String more = others == 0 ? "" : "; " + others + " updates without security fixes are";
        return Outcome.of(findings, "no security update is pending" + more).with(evidence);
    }
}
