package org.pgrampart.plan;

import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.model.Finding;

/// A finding somebody wants cleared, and the changes that would.
public record Choice(Finding finding, List<Change> changes) {
    public Choice {
        changes = List.copyOf(changes);
    }
}
