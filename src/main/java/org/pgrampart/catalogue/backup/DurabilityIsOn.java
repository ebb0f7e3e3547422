package org.pgrampart.catalogue.backup;

import java.util.List;
import org.pgrampart.check.SettingCheck;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Severity;

/// BCK-19.
public final class DurabilityIsOn extends SettingCheck {
    private static final Control CONTROL = new Control(
            "BCK-19",
            Area.BACKUP,
            Severity.CRITICAL,
            FixKind.AUTOMATIC,
            "What is committed survives a crash, and damage is not hidden",
            """
            With fsync or full_page_writes off a power cut can leave a database that no longer starts, or wrong rows \
            that nobody notices. The switches that skip damage turn a repairable fault into silent loss.""",
            """
            Set fsync and full_page_writes to on and the switches that ignore damage to off, and reload. If they were \
            set for a repair or a bulk load, that is over.""",
            """
            Writing becomes slower, on disks without a battery-backed cache by a lot. synchronous_commit off for one \
            role may be a choice: the newest second may be lost, nothing is damaged.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-wal.html", "CIS 6.2"));

    public DurabilityIsOn() {
        super(
                CONTROL,
                Bound.fails("fsync", "on"),
                Bound.fails("full_page_writes", "on"),
                Bound.fails("zero_damaged_pages", "off"),
                Bound.warns("synchronous_commit", "on").good(value -> !value.equals("off")),
                Bound.warns("ignore_checksum_failure", "off"),
                Bound.warns("ignore_invalid_pages", "off"),
                Bound.warns("ignore_system_indexes", "off"));
    }
}
