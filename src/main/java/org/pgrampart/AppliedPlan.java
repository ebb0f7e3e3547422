package org.pgrampart;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.kit.Pending;

/// A plan that stands on a real server, as the window decides about it.
final class AppliedPlan implements Pending {
    private final org.pgrampart.plan.Pending pending;
    private final Runnable decided;

    /// @param decided ends the session that could write
    AppliedPlan(org.pgrampart.plan.Pending pending, Runnable decided) {
        this.pending = pending;
        this.decided = decided;
        if (pending.deadline().isEmpty()) {
            decided.run();
        }
    }

    @Override
    public Optional<Instant> deadline() {
        return pending.deadline();
    }

    @Override
    public List<Proof> proofs() {
        return pending.proofs().stream()
                .map(p -> new Proof(p.what(), p.proven(), p.detail()))
                .toList();
    }

    @Override
    public boolean mayKeep() {
        return pending.mayKeep();
    }

    @Override
    public void accept() {
        pending.accept();
    }

    @Override
    public void keep() throws TargetException, ApplyException {
        pending.keep();
        decided.run();
    }

    @Override
    public void undo() throws TargetException, ApplyException {
        pending.undo();
        decided.run();
    }

    @Override
    public void extend() throws TargetException, ApplyException {
        pending.extend();
    }
}
