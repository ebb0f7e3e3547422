package org.pgrampart.catalogue.audits;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class AuditChecks {
    public static final List<Check<?>> ALL = List.of(
            new AssessmentIsRecent(),
            new NothingGotWorse(),
            new CoverageIsHigh(),
            new AssessorHasFewRights(),
            new ConfigurationOwnerIsKnown());

    private AuditChecks() {}
}
