package org.pgrampart.report;

import java.util.List;
import java.util.Optional;
import org.pgrampart.access.AccessComparison;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.AccessRow;
import org.pgrampart.access.Client;
import org.pgrampart.plan.PlannedAccess;

/// Who can log in from where, to be told as text or JSON.
///
/// @param title whose rules they are: a target's name or a file
/// @param plan where a plan changes that
/// @param asked the one login that was asked about
public record AccessReport(String title, AccessPicture today, Optional<PlannedAccess> plan, Optional<Client> asked) {
    /// Before the plan: as the plan read it, so that both sides are of one moment.
    AccessPicture before() {
        return plan.map(PlannedAccess::before).orElse(today);
    }

    AccessComparison comparison() {
        if (plan.isEmpty()) {
            return AccessComparison.of(today.rows());
        }
        AccessPicture after = plan.get().after();
        List<AccessRow> then = after.rows(before());
        return AccessComparison.of(before().rows(after), then);
    }
}
