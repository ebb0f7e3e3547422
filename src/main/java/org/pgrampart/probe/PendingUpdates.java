package org.pgrampart.probe;

import java.time.Instant;

/// What the host's package lists offer newer, and how old these lists are.
public record PendingUpdates(HostPackages packages, Instant at) {
    public static final Probe<PendingUpdates> PROBE = new Probe<>(
            HostPackages.PROBE.requests(),
            answers -> new PendingUpdates(HostPackages.PROBE.read().apply(answers), answers.at()));
}
