package org.pgrampart.catalogue.monitoring;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class MonitoringChecks {
    public static final List<Check<?>> ALL = List.of(
            new ServerMessagesAreKept(),
            new ConnectionsAreLogged(),
            new DisconnectionsAreLogged(),
            new LogLinesNameWhoAndWhen(),
            new SchemaChangesAreLogged(),
            new LogFilesArePrivate(),
            new AuditExtensionRecords(),
            new NoSettingWaitsForRestart());

    private MonitoringChecks() {}
}
