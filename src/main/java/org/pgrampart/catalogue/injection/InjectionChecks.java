package org.pgrampart.catalogue.injection;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class InjectionChecks {
    public static final List<Check<?>> ALL = List.of(
            new DynamicSqlQuotesItsParameters(),
            new DefinerFunctionsExecuteNoCallersText(),
            new SearchPathsAreLists(),
            new InjectionReachesOnlyRows(),
            new StringLiteralsAreStandard(),
            new PythonPassesParameters());

    private InjectionChecks() {}
}
