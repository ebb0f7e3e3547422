package org.pgrampart.assess;

import java.util.List;
import java.util.Map;
import org.pgrampart.change.Change;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.model.Waiver;

/// What one check said of one server.
///
/// @param waived the findings somebody decided to live with
/// @param remedies the changes that would clear each finding without asking the owner anything
/// @param asks what the owner has to say before more can be done, by finding
public record Result(
        Check<?> check,
        Outcome outcome,
        Map<Finding, Waiver> waived,
        Map<Finding, List<Change>> remedies,
        Map<Finding, List<Input>> asks) {
    public Control control() {
        return check.control();
    }

    /// The outcome's status, or waived when every finding is.
    public Status status() {
        boolean all = !outcome.findings().isEmpty() && waived.keySet().containsAll(outcome.findings());
        return all ? Status.WAIVED : outcome.status();
    }

    /// The findings nobody waived.
    public List<Finding> open() {
        return outcome.findings().stream().filter(f -> !waived.containsKey(f)).toList();
    }
}
