package org.pgrampart.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.catalogue.application.ApplicationChecks;
import org.pgrampart.catalogue.audits.AuditChecks;
import org.pgrampart.catalogue.authentication.AuthenticationChecks;
import org.pgrampart.catalogue.backup.BackupChecks;
import org.pgrampart.catalogue.connections.ConnectionChecks;
import org.pgrampart.catalogue.encryption.EncryptionChecks;
import org.pgrampart.catalogue.injection.InjectionChecks;
import org.pgrampart.catalogue.monitoring.MonitoringChecks;
import org.pgrampart.catalogue.network.NetworkChecks;
import org.pgrampart.catalogue.updates.UpdateChecks;
import org.pgrampart.check.Check;

/// Every check, in the order it is shown: area by area, by number.
public final class Catalogue {
    public static final List<Check<?>> ALL = Stream.<List<Check<?>>>of(
                    AuthenticationChecks.ALL,
                    ConnectionChecks.ALL,
                    EncryptionChecks.ALL,
                    BackupChecks.ALL,
                    MonitoringChecks.ALL,
                    UpdateChecks.ALL,
                    NetworkChecks.ALL,
                    InjectionChecks.ALL,
                    ApplicationChecks.ALL,
                    AuditChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private Catalogue() {}

    /// The check with this number (`AUTH-02`) or name (`password-encryption-is-scram`).
    public static Optional<Check<?>> find(String numberOrName) {
        return ALL.stream()
                .filter(c -> c.control().number().equalsIgnoreCase(numberOrName)
                        || c.name().equals(numberOrName))
                .findFirst();
    }
}
