package org.pgrampart.catalogue.connections;

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
import org.pgrampart.probe.HostFile;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.TlsFiles;
import org.pgrampart.probe.TlsSetup;
import org.pgrampart.reading.Command;

/// TLS-12.
public final class PrivateKeyIsPrivate implements Check<TlsSetup> {
    private static final int OF_OWNER = 0600;
    private static final int OF_ROOT = 0640;

    private static final Control CONTROL = new Control(
            "TLS-12",
            Area.CONNECTIONS,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "The private key belongs to the server alone",
            """
            Whoever can read the key can pose as the server towards every client that trusts its certificate, for as \
            long as the certificate lasts. Whoever can replace the file decides who can.""",
            """
            Give the key to the server's user with mode 0600, or to root with mode 0640 and a group for the server, \
            and take write rights on the folders above it from everybody else. A key that others could read is \
            spent: make a new one.""",
            """
            Another program that shares the key, such as a web server, can no longer read it; give it a certificate \
            of its own.""",
            List.of("https://www.postgresql.org/docs/current/ssl-tcp.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<TlsSetup> probe() {
        return TlsSetup.PROBE;
    }

    @Override
    public Outcome judge(TlsSetup tls, Baseline baseline) {
        boolean on = tls.settings().on("ssl");
        TlsFiles files = tls.files().get();
        Optional<HostFile> key = files.key();
        if (key.isEmpty()) {
            return on
                    ? Outcome.unknown("ssl is on, but the key file that it names is not there", "the server's own key")
                    : Outcome.notApplicable("ssl is off and there is no key file");
        }
        List<Evidence> evidence = new ArrayList<>(List.of(key.get().evidence()));
        List<Finding> findings = new ArrayList<>();
        if (!files.keyIsAccepted()) {
            String wanted =
                    key.get().owner().equals("root") ? "owner root, mode 640" : "owner " + owner(files) + ", mode 600";
            findings.add(
                    Finding.fail(CONTROL, Subject.file(key.get().path()), seen(key.get(), files.account()), wanted));
        }
        for (HostFile folder : files.above()) {
            boolean foreign = !folder.owner().equals("root") && !folder.owner().equals(files.account());
            if (foreign || folder.changedByOthers() || folder.changedByGroup()) {
                evidence.add(folder.evidence());
            }
            if (folder.changedByOthers()
                    || folder.changedByGroup() && !folder.group().equals("root")) {
                findings.add(Finding.fail(
                        CONTROL,
                        Subject.file(folder.path()),
                        "others may replace files in it: mode " + folder.octal(),
                        "no write rights for group and others"));
            }
        }
        return Outcome.of(
                        findings,
                        key.get().path() + " has mode " + key.get().octal() + " and belongs to "
                                + key.get().owner())
                .with(evidence);
    }

    private static String owner(TlsFiles files) {
        return files.account().isEmpty() ? "the server's user" : files.account();
    }

    private static String seen(HostFile key, String account) {
        return key.owner().equals(account) || key.owner().equals("root")
                ? "mode " + key.octal() + " lets others read it"
                : "it belongs to " + key.owner() + ", mode " + key.octal();
    }

    @Override
    public List<Change> remedy(Finding finding, TlsSetup tls, Inputs inputs) {
        TlsFiles files = tls.files().get();
        Optional<HostFile> key = files.key().filter(file -> finding.subject().equals(Subject.file(file.path())));
        if (key.isEmpty()) {
            return List.of(); // a folder that others use is for its owner to judge
        }
        HostFile file = key.get();
        if (file.owner().equals("root")) {
            return List.of(FileMode.mode(file.path(), file.within(OF_ROOT)));
        }
        if (file.owner().equals(files.account())) {
            return List.of(FileMode.mode(file.path(), file.within(OF_OWNER)));
        }
        return files.account().isEmpty() || files.account().equals("UNKNOWN")
                ? List.of()
                : List.of(new FileMode(
                        file.path(),
                        Optional.of(files.account() + ":" + file.group()),
                        Optional.of(file.within(OF_OWNER)),
                        Command.Place.SERVER));
    }
}
