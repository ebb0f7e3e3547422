package org.pgrampart.ui.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.change.Change;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// The findings of an assessment, filtered, and what is to be done about the chosen one.
public final class ReviewViewModel {
    /// Which lines are listed.
    public enum Show {
        OPEN("Open"),
        PASSED("Passed"),
        UNCHECKED("Not checked"),
        ALL("All");

        private final String word;

        Show(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private final Session session;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Show> show = new SimpleObjectProperty<>(Show.OPEN);
    private final StringProperty text = new SimpleStringProperty("");

    public ReviewViewModel(Session session) {
        this.session = session;
        session.assessmentProperty().subscribe(_ -> refresh());
        session.area().subscribe(_ -> refresh());
        show.subscribe(_ -> refresh());
        text.subscribe(_ -> refresh());
    }

    private void refresh() {
        List<Row> all = session.assessment().map(this::inArea).orElse(List.of());
        rows.setAll(all.stream()
                .filter(row -> listed(row, show.get()))
                .filter(row -> row.matches(text.get()))
                .sorted(Comparator.comparing((Row r) -> order(r))
                        .thenComparing(r -> r.control().severity()))
                .toList());
    }

    private List<Row> inArea(Assessment assessment) {
        List<Result> results = area().map(assessment::in).orElse(assessment.results());
        List<Row> lines = new ArrayList<>();
        for (Result result : results) {
            if (result.outcome().findings().isEmpty()) {
                lines.add(new Row(result, Optional.empty()));
            }
            result.outcome().findings().forEach(f -> lines.add(new Row(result, Optional.of(f))));
        }
        return lines;
    }

    private static boolean listed(Row row, Show show) {
        return switch (show) {
            case OPEN -> row.open();
            case PASSED -> row.status() == Status.PASS || row.status() == Status.INFO;
            case UNCHECKED -> row.status() == Status.UNKNOWN;
            case ALL -> true;
        };
    }

    private static int order(Row row) {
        return row.open() ? (row.status() == Status.FAIL ? 0 : 1) : row.status() == Status.UNKNOWN ? 2 : 3;
    }

    /// How many lines a filter would list in this area, whatever the text filter says.
    public long count(Show filter) {
        return session.assessment().map(this::inArea).orElse(List.of()).stream()
                .filter(row -> listed(row, filter))
                .count();
    }

    public Optional<Area> area() {
        return session.area().get();
    }

    boolean planned(Row row) {
        return row.finding().map(session::isChosen).orElse(false);
    }

    /// Adds the finding's fix to the plan or takes it out; false when the owner has to answer something first.
    boolean toggle(Row row) {
        if (row.finding().isEmpty()) {
            return true;
        }
        if (planned(row)) {
            session.drop(row.finding().get());
            return true;
        }
        if (row.changes().isEmpty()) {
            return row.asks().isEmpty();
        }
        session.choose(new Chosen(row.result(), row.finding().get(), row.changes()));
        return true;
    }

    /// Adds the fix that the answers make possible; false when they still do not suffice.
    boolean answer(Row row, Map<String, Secret> answers) {
        Optional<Assessment> assessment = session.assessment();
        if (row.finding().isEmpty() || assessment.isEmpty()) {
            return false;
        }
        var finding = row.finding().get();
        List<Change> changes = Assessor.remedy(
                row.result().check(), finding, assessment.get().answers(), new Inputs(Map.of(finding.key(), answers)));
        if (changes.isEmpty()) {
            return false;
        }
        session.choose(new Chosen(row.result(), finding, changes));
        return true;
    }

    /// The fixes that need no restart, shut nobody out and can be undone, in the area looked at.
    public List<Chosen> safeFixes() {
        return session.assessment().map(this::inArea).orElse(List.of()).stream()
                .filter(Row::open)
                .filter(row -> !row.changes().isEmpty() && !planned(row))
                .map(row -> new Chosen(row.result(), row.finding().orElseThrow(), row.changes()))
                .filter(Chosen::safe)
                .toList();
    }

    public void addSafeFixes() {
        safeFixes().forEach(session::choose);
    }

    /// Works out what a fix would change to the letter, without adding it to the plan.
    void preview(Row row, Consumer<Proposal> done, Consumer<Problem> failed) {
        var live = session.live();
        if (live.isEmpty() || row.changes().isEmpty()) {
            return;
        }
        Chosen fix = new Chosen(row.result(), row.finding().orElseThrow(), row.changes());
        session.background()
                .run(
                        "Working out what would change",
                        live.get()::cancel,
                        () -> live.get().plan(List.of(fix)),
                        done,
                        failed);
    }

    /// The page that tells who can log in.
    public void goToAccess() {
        session.go(Screen.ACCESS);
    }

    public void goToPlan() {
        session.go(Screen.PLAN);
    }

    ObservableList<Row> rows() {
        return rows;
    }

    public ObjectProperty<Show> show() {
        return show;
    }

    public StringProperty text() {
        return text;
    }

    public Session session() {
        return session;
    }
}
