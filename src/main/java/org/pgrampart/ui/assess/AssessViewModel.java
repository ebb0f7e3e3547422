package org.pgrampart.ui.assess;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.pgrampart.assess.Assessment;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.model.Area;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// Which areas are to be read, and how far that is.
public final class AssessViewModel {
    private final Session session;
    private final Map<Area, BooleanProperty> wanted = new EnumMap<>(Area.class);
    private final BooleanProperty running = new SimpleBooleanProperty();
    private final StringProperty doing = new SimpleStringProperty("");
    private final DoubleProperty share = new SimpleDoubleProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    public AssessViewModel(Session session) {
        this.session = session;
        for (Area area : Area.values()) {
            wanted.put(area, new SimpleBooleanProperty(true));
        }
    }

    /// How many checks an area has.
    public static long checks(Area area) {
        return Catalogue.ALL.stream().filter(c -> c.control().area() == area).count();
    }

    /// Why assessing is not possible; empty when it is.
    public Optional<String> missing() {
        return chosen().isEmpty() ? Optional.of("Choose at least one area.") : Optional.empty();
    }

    private Set<Area> chosen() {
        Set<Area> areas = EnumSet.noneOf(Area.class);
        wanted.forEach((area, on) -> {
            if (on.get()) {
                areas.add(area);
            }
        });
        return areas;
    }

    /// Reads and judges the chosen areas, then goes on to Review.
    public void start() {
        if (running.get() || missing().isPresent()) {
            return;
        }
        session.live().ifPresent(live -> {
            running.set(true);
            problem.set(Optional.empty());
            doing.set("Asking " + live.name());
            share.set(-1);
            session.background()
                    .run(
                            "Assessing " + live.name(),
                            live::cancel,
                            () -> live.assess(chosen(), this::news),
                            this::show,
                            this::fail);
        });
    }

    public void stop() {
        session.live().ifPresent(live -> {
            doing.set("Stopping; what was read before is kept");
            live.cancel();
        });
    }

    private void news(String step, int done, int total) {
        session.background().show(() -> {
            doing.set(step);
            share.set(total <= 0 ? -1 : (double) done / total);
        });
    }

    private void show(Assessment assessment) {
        running.set(false);
        session.assessed(assessment);
        session.go(Screen.REVIEW);
    }

    private void fail(Problem trouble) {
        running.set(false);
        problem.set(Optional.of(trouble));
    }

    /// `Read in 1.4 s with 6 round trips to the database and 2 commands on the host.`
    public static String cost(Assessment assessment) {
        Duration took = assessment.took();
        return "Read in %.1f s with %d round trips to the database and %d commands on the host."
                .formatted(
                        took.toMillis() / 1000.0,
                        assessment.rounds().jdbc(),
                        assessment.rounds().ssh());
    }

    public BooleanProperty wanted(Area area) {
        return Objects.requireNonNull(wanted.get(area));
    }

    public BooleanProperty running() {
        return running;
    }

    public StringProperty doing() {
        return doing;
    }

    /// How much is done, 0 to 1; negative while that is not known.
    public DoubleProperty share() {
        return share;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public Session session() {
        return session;
    }
}
