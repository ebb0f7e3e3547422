package org.pgrampart.assess;

import java.util.List;
import java.util.OptionalInt;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;

/// How well a set of controls holds: 0 to 100 over what was judged, and how much of what applies could be judged.
///
/// An open critical failure caps the score at 40, an open high one at 70, so that many small passes cannot hide it.
///
/// @param points empty when nothing could be judged
/// @param coverage judged controls as a share of the applicable ones, 0 to 1; 1 when none applies
public record Score(OptionalInt points, double coverage, int judged, int applicable) {
    private static final int CRITICAL_CAP = 40;
    private static final int HIGH_CAP = 70;

    /// The coverage in percent, rounded down: 100 only when nothing was left out.
    public int coveragePercent() {
        return applicable == 0 ? 100 : judged * 100 / applicable;
    }

    public static Score of(List<Result> results) {
        double earned = 0;
        double possible = 0;
        int judged = 0;
        int applicable = 0;
        int cap = 100;
        for (Result result : results) {
            Status status = result.status();
            if (status == Status.NOT_APPLICABLE || status == Status.INFO) {
                continue;
            }
            applicable++;
            if (status == Status.UNKNOWN) {
                continue;
            }
            judged++;
            Severity severity = result.control().severity();
            possible += severity.weight();
            if (status == Status.FAIL) {
                cap = Math.min(
                        cap, severity == Severity.CRITICAL ? CRITICAL_CAP : severity == Severity.HIGH ? HIGH_CAP : 100);
            } else {
                earned += severity.weight() * (status == Status.WARN ? 0.5 : 1);
            }
        }
        OptionalInt points = possible == 0
                ? OptionalInt.empty()
                : OptionalInt.of(Math.min(cap, (int) Math.round(100 * earned / possible)));
        return new Score(points, applicable == 0 ? 1 : (double) judged / applicable, judged, applicable);
    }
}
