package org.pgrampart.plan;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The name of a change set: known before anything is done, so that the way back can be told before.
public final class ChangeSetId {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private ChangeSetId() {}

    /// A new one: `20261123T201442Z-3f9c1a`.
    public static String next(Clock clock) {
        return STAMP.format(clock.instant()) + "-" + "%06x".formatted(RANDOM.nextInt(1 << 24));
    }

    /// What a person types to take the plan back without this program; empty where only statements are run, whose
    /// undo lies on this computer.
    public static String undoCommand(Plan plan, String id) {
        return plan.reach() == Reach.SQL ? "" : ServerFolder.undoCommand(plan.reach(), id);
    }

    /// The name of the script on this computer that takes it back on a server that has lost its own.
    public static String copyName(String id) {
        return "rollback-" + id + ".sh";
    }
}
