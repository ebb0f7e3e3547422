package org.pgrampart.ui.connect;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Secrets;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Problem;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;
import org.pgrampart.ui.kit.TargetForm;
import org.pgrampart.ui.kit.TargetForm.Field;

/// What is known of the server to connect to, and how far the connection is.
public final class ConnectViewModel {
    /// One line of the checklist.
    public record Line(Checklist.State state, String detail, String remedy) {
        static final Line WAITING = new Line(Checklist.State.WAITING, "", "");
    }

    /// What only the person can answer while the connection waits.
    public sealed interface Question {
        /// A secret; `null` in the answer means that the person declines.
        record Ask(Secrets.Kind kind, String what, CompletableFuture<Optional<Secret>> answer) implements Question {}

        /// Whether an unknown host key is the right one.
        record HostKey(String host, String fingerprint, String type, CompletableFuture<Boolean> answer)
                implements Question {}
    }

    private final Session session;
    private final StringProperty pasted = new SimpleStringProperty("");
    private final Map<Field, StringProperty> fields = new EnumMap<>(Field.class);
    private final Map<Field, StringProperty> origins = new EnumMap<>(Field.class);
    private final Map<Checklist.Line, ObjectProperty<Line>> lines = new EnumMap<>(Checklist.Line.class);
    private final BooleanProperty connecting = new SimpleBooleanProperty();
    private final BooleanProperty tried = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Question>> question = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty password = new SimpleStringProperty("");
    private Optional<Secret> cutOut = Optional.empty();
    private Map<String, String> options = Map.of();
    private volatile Optional<Thread> worker = Optional.empty();

    public ConnectViewModel(Session session) {
        this.session = session;
        for (Field field : Field.values()) {
            fields.put(
                    field,
                    new SimpleStringProperty(
                            field.choices().isEmpty() ? "" : field.choices().getFirst()));
            origins.put(field, new SimpleStringProperty(""));
        }
        for (Checklist.Line line : Checklist.Line.values()) {
            lines.put(line, new SimpleObjectProperty<>(Line.WAITING));
        }
        pasted.subscribe(text -> {
            if (!text.isBlank()) {
                show(session.engine().understand(text.strip()));
            }
        });
    }

    /// Fills the fields; what the form does not say stays at its default.
    public void show(TargetForm form) {
        for (Field field : Field.values()) {
            String value = form.get(field);
            String fallback = field.choices().isEmpty() ? "" : field.choices().getFirst();
            property(field).set(value.isEmpty() ? fallback : value);
            origin(field).set(form.origins().getOrDefault(field, ""));
        }
        cutOut = form.password();
        options = form.options();
        password.set(form.password().isPresent() ? "••••••••" : "");
    }

    /// What the fields say now.
    public TargetForm form() {
        Map<Field, String> values = new EnumMap<>(Field.class);
        fields.forEach((field, value) -> values.put(field, value.get()));
        Optional<Secret> secret = password.get().isEmpty()
                ? Optional.empty()
                : password.get().equals("••••••••") ? cutOut : Optional.of(Secret.of(password.get()));
        return new TargetForm(values, Map.of(), secret, options);
    }

    /// Why connecting is not possible yet; empty when it is.
    public Optional<String> missing() {
        return property(Field.HOST).get().isBlank()
                        && property(Field.SSH_HOST).get().isBlank()
                ? Optional.of("Name a host or paste a connection string first.")
                : Optional.empty();
    }

    public void connect() {
        if (connecting.get() || missing().isPresent()) {
            return;
        }
        lines.values().forEach(line -> line.set(Line.WAITING));
        problem.set(Optional.empty());
        connecting.set(true);
        tried.set(true);
        TargetForm form = form();
        session.background()
                .run(
                        "Connecting to " + form.get(Field.HOST),
                        this::stop,
                        () -> open(form),
                        this::connected,
                        trouble -> {
                            connecting.set(false);
                            problem.set(Optional.of(trouble));
                        });
    }

    private Live open(TargetForm form) throws Exception {
        worker = Optional.of(Thread.currentThread());
        try {
            return session.engine().connect(form, this::ask, this::accept, this::news);
        } finally {
            worker = Optional.empty();
        }
    }

    private void connected(Live live) {
        connecting.set(false);
        session.connected(live);
        session.go(Screen.ASSESS);
    }

    /// Stops connecting; an open question counts as declined.
    public void stop() {
        question.get().ifPresent(this::decline);
        worker.ifPresent(Thread::interrupt);
    }

    private void news(Checklist.Line line, Checklist.State state, String detail, String remedy) {
        session.background().show(() -> line(line).set(new Line(state, detail, remedy)));
    }

    private Optional<Secret> ask(Secrets.Kind kind, String what) {
        CompletableFuture<Optional<Secret>> answer = new CompletableFuture<>();
        return wait(new Question.Ask(kind, what, answer), answer, Optional.empty());
    }

    private boolean accept(String host, String fingerprint, String type) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        return wait(new Question.HostKey(host, fingerprint, type, answer), answer, false);
    }

    private <T> T wait(Question asked, CompletableFuture<T> answer, T declined) {
        session.background().show(() -> question.set(Optional.of(asked)));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return declined;
        } catch (ExecutionException e) {
            return declined;
        } finally {
            session.background().show(() -> question.set(Optional.empty()));
        }
    }

    private void decline(Question asked) {
        switch (asked) {
            case Question.Ask(var _, var _, var answer) -> answer.complete(Optional.empty());
            case Question.HostKey(var _, var _, var _, var answer) -> answer.complete(false);
        }
    }

    public StringProperty pasted() {
        return pasted;
    }

    public StringProperty password() {
        return password;
    }

    public StringProperty property(Field field) {
        return java.util.Objects.requireNonNull(fields.get(field));
    }

    /// Where a value came from, in a few words.
    public StringProperty origin(Field field) {
        return java.util.Objects.requireNonNull(origins.get(field));
    }

    public ObjectProperty<Line> line(Checklist.Line line) {
        return java.util.Objects.requireNonNull(lines.get(line));
    }

    public BooleanProperty connecting() {
        return connecting;
    }

    /// Whether connecting was tried since the page was opened.
    public BooleanProperty tried() {
        return tried;
    }

    public ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }

    public ObjectProperty<Optional<Question>> question() {
        return question;
    }
}
