package org.pgrampart.catalogue.encryption;

import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.SettingCheck;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.Settings;

/// ENC-09.
public final class DataChecksumsAreOn extends SettingCheck {
    private static final Control CONTROL = new Control(
            "ENC-09",
            Area.ENCRYPTION,
            Severity.MEDIUM,
            FixKind.MANUAL,
            "Data checksums are on",
            """
            Without them a page that a disk or a controller damaged is read as if it were right. The damage spreads \
            into backups and standbys until no good copy is left, and nobody notices.""",
            """
            Plan a pause, stop the server cleanly, run pg_checksums --enable --progress on the data directory, start \
            again. Stop standbys too and do the same there.""",
            """
            The server stands still while every file is read and written once: about a minute for 10 GB on a fast \
            disk. Afterwards it costs one or two percent, and a bit more write-ahead log.""",
            List.of("https://www.postgresql.org/docs/current/app-pgchecksums.html"));

    public DataChecksumsAreOn() {
        super(CONTROL, Bound.warns("data_checksums", "on"));
    }

    /// No setting to change: the server has to be down for it.
    @Override
    public List<Change> remedy(Finding finding, Settings settings, Inputs inputs) {
        return List.of();
    }
}
