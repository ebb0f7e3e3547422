package org.pgrampart.catalogue.encryption;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.FileMode;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.ConfigurationFiles;
import org.pgrampart.probe.HostFile;
import org.pgrampart.probe.Probe;
import org.pgrampart.reading.Command;

/// ENC-12.
public final class ConfigurationIsNotExposed implements Check<ConfigurationFiles> {
    private static final Control CONTROL = new Control(
            "ENC-12",
            Area.ENCRYPTION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "Only the server and root can read or change its configuration",
            """
            The files tell who may log in from where, and can hold a password for replication or LDAP. Whoever can \
            write to them opens the database for himself with one line, or runs a program as the server.""",
            """
            Give the listed files to the server's user or to root, with mode 0640 or less and the server's group. \
            This includes postgresql.conf, which Debian installs readable for everybody.""",
            """
            On Debian ordinary users' psql reads the port from postgresql.conf: with several clusters they then have \
            to name the port themselves. Programs that read the files need the server's group.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-file-locations.html"));

    private static final int ALLOWED = 0640;

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ConfigurationFiles> probe() {
        return ConfigurationFiles.PROBE;
    }

    @Override
    public Outcome judge(ConfigurationFiles configuration, Baseline baseline) {
        if (configuration.files().isEmpty()) {
            return Outcome.unknown("none of the configuration files was found", "root rights on the host");
        }
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (HostFile file : configuration.files()) {
            evidence.add(file.evidence());
            List<String> wrong = new ArrayList<>();
            if (foreign(file, configuration)) {
                wrong.add("belongs to " + file.owner());
            }
            if (file.openToOthers() || file.changedByGroup()) {
                wrong.add("mode " + file.octal());
            }
            if (!wrong.isEmpty()) {
                findings.add(Finding.fail(
                        CONTROL,
                        Subject.file(file.path()),
                        String.join(", ", wrong),
                        "the server's user or root, mode " + file.within(ALLOWED)));
            }
        }
        return Outcome.of(
                        findings,
                        "all " + configuration.files().size() + " files belong to the server or root, at most 0640")
                .with(evidence);
    }

    private static boolean foreign(HostFile file, ConfigurationFiles configuration) {
        return !configuration.account().isEmpty()
                && !file.owner().equals(configuration.account())
                && !file.owner().equals("root");
    }

    @Override
    public List<Change> remedy(Finding finding, ConfigurationFiles configuration, Inputs inputs) {
        return configuration.files().stream()
                .filter(file -> finding.subject().equals(Subject.file(file.path())))
                .<Change>map(file -> {
                    boolean known = !configuration.account().equals("UNKNOWN");
                    Optional<String> owner = foreign(file, configuration) && known
                            ? Optional.of(configuration.account() + ":" + file.group())
                            : Optional.empty();
                    return new FileMode(file.path(), owner, Optional.of(file.within(ALLOWED)), Command.Place.SERVER);
                })
                .toList();
    }
}
