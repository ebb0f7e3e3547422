package org.pgrampart.ui.kit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.target.TargetException;

/// Changes that stand but are not kept yet: unless they are kept before the deadline, they are undone.
public interface Pending {
    /// One thing that was tried over a connection made anew.
    record Proof(String what, boolean holds, String detail) {}

    /// Empty when it is decided, and when nothing in the plan may cut access: then it is kept already.
    Optional<Instant> deadline();

    List<Proof> proofs();

    /// Whether every proof holds, or what does not was accepted.
    boolean mayKeep();

    /// Takes upon oneself what could be neither shown nor ruled out; what was shown to be wrong is undone already.
    void accept();

    void keep() throws TargetException, ApplyException;

    void undo() throws TargetException, ApplyException;

    /// Gives more time.
    void extend() throws TargetException, ApplyException;
}
