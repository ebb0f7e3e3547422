package org.pgrampart.ui.welcome;

import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.StoredAssessment;
import org.pgrampart.ui.kit.Engine;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.pgrampart.ui.kit.TargetForm;

/// The start: what can be done, and the servers that were looked at before.
public final class WelcomeViewModel {
    private final Session session;
    private final ObservableList<Engine.Known> known = FXCollections.observableArrayList();
    private final StringProperty starting = new SimpleStringProperty("");
    private final BooleanProperty busy = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<StoredAssessment>> opened = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<TargetForm>> picked = new SimpleObjectProperty<>(Optional.empty());

    public WelcomeViewModel(Session session) {
        this.session = session;
    }

    /// Reads the list of servers again.
    public void refresh() {
        session.background()
                .run(
                        "Reading your servers",
                        () -> {},
                        session.engine()::known,
                        known::setAll,
                        trouble -> problem.set(Optional.of(trouble)));
    }

    public void assess() {
        picked.set(Optional.of(TargetForm.empty()));
        session.go(Screen.CONNECT);
    }

    /// Opens the Connect page with a server that was used before.
    public void assess(Engine.Known server) {
        picked.set(Optional.of(server.form()));
        session.go(Screen.CONNECT);
    }

    /// Starts the practice server and goes on to assess it.
    public void practise() {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        problem.set(Optional.empty());
        starting.set("Starting the practice server");
        session.background()
                .run(
                        "Starting the practice server",
                        () -> {},
                        () -> session.engine()
                                .practise((doing, _, _) -> session.background().show(() -> starting.set(doing))),
                        live -> {
                            busy.set(false);
                            session.connected(live);
                            session.go(Screen.ASSESS);
                        },
                        trouble -> {
                            busy.set(false);
                            problem.set(Optional.of(trouble));
                        });
    }

    /// Shows an assessment that was kept in a file; no server is needed for that.
    public void open(Path file) {
        problem.set(Optional.empty());
        try {
            opened.set(Optional.of(StoredAssessment.read(file)));
        } catch (StoreException e) {
            problem.set(Optional.of(new Problem(e.happened(), e.remedy(), false)));
        }
    }

    public void closeFile() {
        opened.set(Optional.empty());
    }

    public ObservableList<Engine.Known> known() {
        return known;
    }

    public BooleanProperty busy() {
        return busy;
    }

    /// What the practice server is doing while it starts.
    public StringProperty starting() {
        return starting;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public ObjectProperty<Optional<StoredAssessment>> opened() {
        return opened;
    }

    /// The server that the Connect page is to begin with.
    public ObjectProperty<Optional<TargetForm>> picked() {
        return picked;
    }
}
