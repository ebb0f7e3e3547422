package org.pgrampart.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The owner's decision to live with one finding for a while; an attribute of the finding, never a pass.
///
/// @param subject the finding's stable subject, or `*` for the whole control
/// @param until when the finding counts again; null never ends
public record Waiver(
        String control,
        String subject,
        String justification,
        String who,
        @Nullable Instant until) {
    /// Whether it covers this finding at that time.
    public boolean covers(Finding finding, Instant at) {
        return control.equals(finding.control())
                && (subject.equals("*") || subject.equals(finding.subject().stable()))
                && (until == null || at.isBefore(until));
    }
}
