package org.pgrampart.ui.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Result;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;
import org.pgrampart.report.AssessmentHtml;
import org.pgrampart.report.AssessmentJson;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// The report of an assessment, its files, and the change sets that can be taken back.
public final class ReportViewModel {
    /// In which form a report is written.
    public enum Form {
        HTML,
        JSON;

        /// `html`.
        public String ending() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Session session;
    private final ObservableList<Live.ChangeSet> changes = FXCollections.observableArrayList();
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<String>> done = new SimpleObjectProperty<>(Optional.empty());

    public ReportViewModel(Session session) {
        this.session = session;
        session.screen().subscribe(screen -> {
            if (screen == Screen.REPORT) {
                done.set(Optional.empty());
                refresh();
            }
        });
    }

    /// Reads the list of change sets from the server again.
    public void refresh() {
        changes.clear();
        session.live()
                .ifPresent(live -> session.background()
                        .run("Reading change sets", live::cancel, live::changes, changes::setAll, this::trouble));
    }

    private void trouble(Problem trouble) {
        busy.set(false);
        problem.set(Optional.of(trouble));
    }

    /// The findings to look at first, worst first.
    public List<Result> worst() {
        return session.assessment().map(Assessment::results).orElse(List.of()).stream()
                .filter(r -> r.status() == Status.FAIL)
                .sorted(java.util.Comparator.comparing((Result r) -> r.control().severity()))
                .limit(5)
                .toList();
    }

    /// The verdict, in one sentence.
    public String verdict() {
        return session.assessment()
                .map(a -> {
                    long critical = open(a, Severity.CRITICAL);
                    long high = open(a, Severity.HIGH);
                    if (a.score().coverage() < 0.9) {
                        return "No overall grade yet: %d of %d checks could not run."
                                .formatted(
                                        a.score().applicable() - a.score().judged(),
                                        a.score().applicable());
                    }
                    if (critical > 0) {
                        return critical == 1
                                ? "One critical weakness is open."
                                : critical + " critical weaknesses are open.";
                    }
                    return high > 0
                            ? high + (high == 1 ? " high weakness is open." : " high weaknesses are open.")
                            : "Nothing critical or high is open.";
                })
                .orElse("");
    }

    private static long open(Assessment assessment, Severity severity) {
        return assessment.results().stream()
                .filter(r -> r.status() == Status.FAIL && r.control().severity() == severity)
                .count();
    }

    /// Where a report goes unless the person says otherwise.
    public Optional<Path> suggested(Form form) {
        return session.live().map(live -> live.reports().resolve("assessment." + form.ending()));
    }

    /// Writes the report.
    public void export(Form form, Path file) {
        problem.set(Optional.empty());
        session.assessment()
                .ifPresent(a -> session.background()
                        .run("Writing the report", () -> {}, () -> write(a, form, file), this::written, this::trouble));
    }

    private static Path write(Assessment assessment, Form form, Path file) throws TargetException {
        String text = form == Form.HTML ? AssessmentHtml.write(assessment) : AssessmentJson.write(assessment);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new TargetException(
                    TargetException.Kind.BROKEN,
                    "The report could not be written to " + file + ".",
                    "Choose a folder that you may write to.",
                    e);
        }
    }

    private void written(Path file) {
        done.set(Optional.of("The report is in " + file + "."));
    }

    /// Takes a change set back.
    public void rollBack(Live.ChangeSet set) {
        session.live().ifPresent(live -> {
            busy.set(true);
            problem.set(Optional.empty());
            done.set(Optional.empty());
            session.background()
                    .run(
                            "Rolling back " + set.id(),
                            () -> {},
                            () -> {
                                live.rollBack(set.id());
                                return set.id();
                            },
                            id -> {
                                busy.set(false);
                                done.set(Optional.of("Change set " + id
                                        + " was rolled back. Assess again to see for yourself that the server is as it"
                                        + " was."));
                                refresh();
                            },
                            this::trouble);
        });
    }

    public ObservableList<Live.ChangeSet> changes() {
        return changes;
    }

    public BooleanProperty busy() {
        return busy;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    /// What was just done, in one sentence.
    public ObjectProperty<Optional<String>> done() {
        return done;
    }

    public Session session() {
        return session;
    }
}
