package org.pgrampart.catalogue.encryption;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
import org.pgrampart.probe.DataStorage;
import org.pgrampart.probe.Probe;

/// ENC-01.
public final class DataLiesOnEncryptedStorage implements Check<DataStorage> {
    private static final Control CONTROL = new Control(
            "ENC-01",
            Area.ENCRYPTION,
            Severity.HIGH,
            FixKind.MANUAL,
            "The data directory lies on encrypted storage",
            """
            A disk that is stolen, sent back under warranty or thrown away carries every table in readable form. So \
            does a volume snapshot that falls into wrong hands. Encryption below the file system makes it noise.""",
            """
            Make a LUKS volume or an encrypted ZFS dataset, stop the server, copy the data directory there, mount it \
            in the old place and start. It cannot be done in place. In a cloud switch volume encryption on and keep \
            the provider's attestation.""",
            """
            Somebody or something has to unlock it at every boot. It costs a few percent of speed and protects a disk \
            that is off, not a server that runs. Without the key all is lost, so keep it apart and safe.""",
            List.of("https://www.postgresql.org/docs/current/encryption-options.html", "CIS 6.11"));

    private static final Set<String> NO_DEVICE =
            Set.of("overlay", "tmpfs", "nfs", "nfs4", "cifs", "fuse", "9p", "virtiofs");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DataStorage> probe() {
        return DataStorage.PROBE;
    }

    @Override
    public Outcome judge(DataStorage storage, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        for (DataStorage.Place place : storage.places()) {
            evidence.add(new Evidence(
                    place.path(),
                    place.filesystem() + " on " + place.device() + ": "
                            + (place.chain().isEmpty() ? "no device seen" : String.join(", ", place.chain()))));
            if (place.encrypted()) {
                continue;
            }
            if (place.chain().isEmpty() || NO_DEVICE.contains(place.filesystem()) || storage.container()) {
                untold.add(place.path());
            } else if (!storage.machine().equals("none")) {
                findings.add(Finding.warn(
                        CONTROL,
                        Subject.file(place.path()),
                        "not encrypted within this virtual machine; what is below it cannot be seen from here",
                        "encryption in the guest, or an attestation of the provider"));
            } else {
                findings.add(Finding.fail(
                        CONTROL,
                        Subject.file(place.path()),
                        "no device below it is encrypted",
                        "an encrypted device below it"));
            }
        }
        if (findings.isEmpty() && (storage.places().isEmpty() || !untold.isEmpty())) {
            return Outcome.unknown(
                            "the device below " + (untold.isEmpty() ? "the data directory" : untold.getFirst())
                                    + " is not to be seen from here",
                            "a look at the host below the container, or at the file server")
                    .with(evidence);
        }
        return Outcome.of(findings, "an encrypting device lies below every place that holds data")
                .with(evidence);
    }
}
