package org.pgrampart.catalogue.encryption;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class EncryptionChecks {
    public static final List<Check<?>> ALL = List.of(
            new DataLiesOnEncryptedStorage(),
            new DataChecksumsAreOn(),
            new DataDirectoryIsPrivate(),
            new ConfigurationIsNotExposed(),
            new ClientSecretsAreSafe());

    private EncryptionChecks() {}
}
