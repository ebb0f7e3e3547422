package org.pgrampart.catalogue.backup;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class BackupChecks {
    public static final List<Check<?>> ALL = List.of(
            new BackupsAreMade(),
            new NewestBackupIsRecent(),
            new WalIsArchived(),
            new ArchivingWorks(),
            new ArchiveCommandArchives(),
            new DurabilityIsOn());

    private BackupChecks() {}
}
