package org.pgrampart.catalogue.updates;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class UpdateChecks {
    public static final List<Check<?>> ALL = List.of(
            new MajorReleaseIsSupported(),
            new MinorReleaseIsCurrent(),
            new NoKnownVulnerabilityIsOpen(),
            new NoSecurityUpdateIsPending(),
            new ExtensionsHaveTheirFilesVersion());

    private UpdateChecks() {}
}
