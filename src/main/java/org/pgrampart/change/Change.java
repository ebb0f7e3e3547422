package org.pgrampart.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Request;

/// One reversible step of a plan, as plain data. What it shows is what runs, and undoing it is applying its inverse.
public sealed interface Change
        permits AlterSystem,
                AlterRole,
                SetVerifier,
                Grant,
                Revoke,
                GrantRole,
                RevokeRole,
                RoleSetting,
                FunctionSetting,
                CreateRole,
                DropRole,
                RenameRole,
                DefaultPrivileges,
                ChangeOwner,
                OwnerBack,
                AlterDatabase,
                WhereRolesAre,
                FileChange,
                FileContent,
                FileMode,
                KeyFile,
                HostChange {
    /// One line for the plan: `Set password_encryption to scram-sha-256`.
    String summary();

    /// Exactly what will be done, in order.
    List<Step> steps();

    /// What has to be read to reverse or recognise it.
    List<Request> reads();

    /// The roles that have to exist for it.
    default Set<String> roles() {
        return Set.of();
    }

    /// The change that puts the present state back, worked out before anything is touched.
    ///
    /// @param before the answers to [#reads]
    Change inverse(Answers before);

    /// Whether the server already is as this change would leave it.
    ///
    /// @param now the answers to [#reads], read in a new session
    boolean holds(Answers now);

    /// The same made for the present state, where what is done depends on it.
    ///
    /// @param now the answers to [#reads]
    /// @throws IllegalArgumentException when it cannot be done to this state; says why in a sentence
    default Change ready(Answers now) {
        return this;
    }

    Effect effect();

    Hazard hazard();

    Reversal reversal();

    /// What of the server it decides, and how: of two changes that decide one thing differently only one can hold.
    /// Empty where changes of a kind never contradict each other.
    default Map<String, String> decides() {
        return Map.of();
    }

    /// Whether it reaches past the database server and the Django project, into the machine around them. On a practice
    /// server, which lives on the learner's own computer, such a change is shown and never run.
    default boolean outside() {
        return false;
    }
}
