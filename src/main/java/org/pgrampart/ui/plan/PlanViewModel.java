package org.pgrampart.ui.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import org.pgrampart.change.Effect;
import org.pgrampart.model.Finding;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// The chosen fixes and the plan worked out for them. Whenever a fix comes or goes, it is worked out anew.
public final class PlanViewModel {
    private final Session session;
    private final BooleanProperty working = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<List<String>> written = new SimpleObjectProperty<>(List.of());
    private int latest;

    public PlanViewModel(Session session) {
        this.session = session;
        session.screen().subscribe(screen -> {
            if (screen == Screen.PLAN) {
                work();
            }
        });
        session.chosen().addListener((ListChangeListener<Chosen>) _ -> {
            if (session.screen().get() == Screen.PLAN) {
                work();
            }
        });
    }

    /// Works the plan out if that is not done yet.
    void work() {
        problem.set(Optional.empty());
        written.set(List.of());
        var live = session.live();
        if (session.chosen().isEmpty() || session.proposal().isPresent() || live.isEmpty()) {
            return;
        }
        List<Chosen> choices = session.choices();
        int mine = ++latest;
        working.set(true);
        session.background()
                .run(
                        "Working out the plan",
                        live.get()::cancel,
                        () -> live.get().plan(choices),
                        worked -> done(mine, worked),
                        trouble -> failed(mine, trouble));
    }

    private void done(int mine, Proposal worked) {
        if (mine == latest) {
            working.set(false);
            session.proposed(worked);
        }
    }

    private void failed(int mine, Problem trouble) {
        if (mine == latest) {
            working.set(false);
            problem.set(Optional.of(trouble));
        }
    }

    /// Works it out again after trouble.
    public void again() {
        work();
    }

    public void drop(Finding finding) {
        session.drop(finding);
    }

    public void clear() {
        session.chosen().clear();
    }

    public void goToConfirm() {
        session.go(Screen.CONFIRM);
    }

    /// Writes the plan for people who carry it out elsewhere.
    public void export() {
        session.live()
                .ifPresent(live -> session.proposal()
                        .ifPresent(proposal -> session.background()
                                .run(
                                        "Writing the plan for others",
                                        live::cancel,
                                        () -> live.export(proposal),
                                        files -> written.set(files.stream()
                                                .map(Path::toString)
                                                .toList()),
                                        trouble -> problem.set(Optional.of(trouble)))));
    }

    /// The files that were written last.
    public ObjectProperty<List<String>> written() {
        return written;
    }

    /// The changes that need the same of the server, in the order they run.
    public static List<Proposal.Entry> having(Proposal proposal, Effect effect) {
        return proposal.entries().stream().filter(e -> e.effect() == effect).toList();
    }

    /// `3 changes in the plan, 2 more only to export.`
    static String count(Proposal proposal) {
        int others = proposal.entries().size() - proposal.size();
        return proposal.count() + " in the plan" + (others == 0 ? "." : ", " + others + " more only to export.");
    }

    /// `2 changes count at once, 5 need a reload, none a restart.`
    public static String interruption(Proposal proposal) {
        boolean restart = proposal.effect() == Effect.RESTART;
        boolean reload = proposal.running().stream()
                .anyMatch(e -> e.effect() == Effect.RELOAD || e.effect() == Effect.NEW_SESSIONS);
        if (restart) {
            return "Some settings count only after a restart. Nothing is restarted now.";
        }
        return reload ? "The server reloads its settings. No restart, nobody is disconnected." : "It counts at once.";
    }

    public BooleanProperty working() {
        return working;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public Session session() {
        return session;
    }
}
