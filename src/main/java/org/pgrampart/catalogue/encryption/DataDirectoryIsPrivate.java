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
import org.pgrampart.probe.DataFiles;
import org.pgrampart.probe.HostFile;
import org.pgrampart.probe.Probe;
import org.pgrampart.reading.Command;

/// ENC-11.
public final class DataDirectoryIsPrivate implements Check<DataFiles> {
    private static final Control CONTROL = new Control(
            "ENC-11",
            Area.ENCRYPTION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "Only the server can read its data directory",
            """
            Every account on the host that can read these files has all tables and password verifiers, past all \
            permissions of the database. One that can write to them decides what the server runs at its next start.""",
            """
            Give the data directory and what is in it to the server's user, mode 0700, or 0750 with a group for \
            backups, and take all rights of others from the listed files.""",
            """
            A backup or monitoring program that reads the files as another user has to join the server's group or \
            use a database connection.""",
            List.of("https://www.postgresql.org/docs/current/creating-cluster.html", "CIS 1.4"));

    private static final int ALLOWED = 0750;

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DataFiles> probe() {
        return DataFiles.PROBE;
    }

    @Override
    public Outcome judge(DataFiles files, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>(List.of(files.directory().evidence()));
        find(files.directory(), files.account(), findings);
        for (HostFile file : files.exposed()) {
            evidence.add(file.evidence());
            find(file, files.account(), findings);
        }
        if (files.cut()) {
            evidence.add(new Evidence(files.directory().path(), "there are more such files than are listed"));
        }
        return Outcome.of(
                        findings,
                        files.directory().path() + " has mode "
                                + files.directory().octal() + " and all in it belongs to "
                                + files.directory().owner())
                .with(evidence);
    }

    private static void find(HostFile file, String account, List<Finding> findings) {
        List<String> wrong = new ArrayList<>();
        if (!account.isEmpty() && !file.owner().equals(account)) {
            wrong.add("belongs to " + file.owner());
        }
        if ((file.mode() & 07 | file.mode() & 020) != 0) {
            wrong.add("mode " + file.octal());
        }
        if (!wrong.isEmpty()) {
            String owner = account.isEmpty() ? "the server's user" : account;
            findings.add(Finding.fail(
                    CONTROL,
                    Subject.file(file.path()),
                    String.join(", ", wrong),
                    "owner " + owner + ", mode " + file.within(ALLOWED)));
        }
    }

    @Override
    public List<Change> remedy(Finding finding, DataFiles files, Inputs inputs) {
        HostFile directory = files.directory();
        List<HostFile> all = new ArrayList<>(List.of(directory));
        all.addAll(files.exposed());
        return all.stream()
                .filter(file -> finding.subject().equals(Subject.file(file.path())))
                .<Change>map(file -> new FileMode(
                        file.path(), owner(file, files), Optional.of(file.within(ALLOWED)), Command.Place.SERVER))
                .toList();
    }

    private static Optional<String> owner(HostFile file, DataFiles files) {
        boolean known = !files.account().isEmpty()
                && !files.account().equals("UNKNOWN")
                && !files.directory().group().equals("UNKNOWN");
        return known && !file.owner().equals(files.account())
                ? Optional.of(files.account() + ":" + files.directory().group())
                : Optional.empty();
    }
}
