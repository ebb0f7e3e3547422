package org.pgrampart.ui.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Result;
import org.pgrampart.model.Area;
import org.pgrampart.model.Status;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// The server before and after a plan, read anew over fresh eyes.
public final class VerifyViewModel {
    /// A control whose findings changed.
    public record Line(Result before, Result after) {
        /// Positive when it became better.
        public int better() {
            int fewer = before.open().size() - after.open().size();
            return rank(before.status()) == rank(after.status()) ? fewer : rank(before.status()) - rank(after.status());
        }

        private static int rank(Status status) {
            return switch (status) {
                case FAIL -> 3;
                case WARN -> 2;
                case UNKNOWN -> 1;
                case PASS, INFO, WAIVED, NOT_APPLICABLE -> 0;
            };
        }
    }

    private final Session session;
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final BooleanProperty reading = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private Optional<Proposal> verified = Optional.empty();

    public VerifyViewModel(Session session) {
        this.session = session;
        session.screen().subscribe(screen -> {
            if (screen == Screen.VERIFY && !verified.equals(session.applied())) {
                verify();
            }
        });
    }

    /// Assesses everything again and compares.
    public void verify() {
        session.live().ifPresent(live -> {
            reading.set(true);
            problem.set(Optional.empty());
            session.background()
                    .run(
                            "Verifying " + live.name(),
                            live::cancel,
                            () -> live.assess(EnumSet.allOf(Area.class), (_, _, _) -> {}),
                            this::show,
                            trouble -> {
                                reading.set(false);
                                problem.set(Optional.of(trouble));
                            });
        });
    }

    private void show(Assessment after) {
        reading.set(false);
        verified = session.applied();
        session.assessed(after);
        session.before().ifPresent(before -> lines.setAll(compare(before, after)));
    }

    /// The controls that changed, those that became worse first.
    static List<Line> compare(Assessment before, Assessment after) {
        List<Line> lines = new ArrayList<>();
        for (Result now : after.results()) {
            before.find(now.control().number()).ifPresent(then -> {
                boolean same = then.status() == now.status()
                        && then.open().stream()
                                .map(f -> f.key())
                                .toList()
                                .equals(now.open().stream().map(f -> f.key()).toList());
                if (!same) {
                    lines.add(new Line(then, now));
                }
            });
        }
        lines.sort(java.util.Comparator.comparingInt((Line l) -> l.better() < 0 ? 0 : 1)
                .thenComparing(l -> l.after().control().severity()));
        return lines;
    }

    public ObservableList<Line> lines() {
        return lines;
    }

    public BooleanProperty reading() {
        return reading;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public Session session() {
        return session;
    }
}
