package org.pgrampart.ui.kit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.pgrampart.assess.Assessment;
import org.pgrampart.model.Area;
import org.pgrampart.model.Finding;

/// What the screens have in common: the server, its assessment, the plan, what is pending, and where the person is.
public final class Session {
    private final Engine engine;
    private final Background background;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Screen> screen = new ReadOnlyObjectWrapper<>(Screen.WELCOME);
    private final ObjectProperty<Live> live = new SimpleObjectProperty<>();
    private final ObjectProperty<Assessment> assessment = new SimpleObjectProperty<>();
    private final ObjectProperty<Assessment> before = new SimpleObjectProperty<>();
    private final ObservableList<Chosen> chosen = FXCollections.observableArrayList();
    private final ObjectProperty<Proposal> proposal = new SimpleObjectProperty<>();
    private final ObjectProperty<Proposal> applied = new SimpleObjectProperty<>();
    private final BooleanProperty writing = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Area>> area = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty dark = new SimpleBooleanProperty();
    private final BooleanProperty learning = new SimpleBooleanProperty();

    public Session(Engine engine, Background background, Clock clock) {
        this.engine = engine;
        this.background = background;
        this.clock = clock;
    }

    public Engine engine() {
        return engine;
    }

    public Background background() {
        return background;
    }

    public Clock clock() {
        return clock;
    }

    public ReadOnlyObjectProperty<Screen> screen() {
        return screen.getReadOnlyProperty();
    }

    /// Goes to a screen if it can be reached now.
    public boolean go(Screen to) {
        if (whyNot(to).isPresent()) {
            return false;
        }
        screen.set(to);
        return true;
    }

    /// Why a stage cannot be reached yet, with what to do; empty when it can.
    public Optional<String> whyNot(Screen to) {
        if (writing.get() && to != Screen.APPLY) {
            return Optional.of("Changes are being applied. Decide about them on the Apply page first.");
        }
        return switch (to) {
            case WELCOME, CONNECT -> Optional.empty();
            case ASSESS, ACCESS -> when(live().isEmpty(), "No server is connected. Connect to one first.");
            case REVIEW, REPORT -> when(assessment().isEmpty(), "Nothing is assessed yet. Start an assessment first.");
            case PLAN ->
                when(
                        live().isEmpty() || assessment().isEmpty(),
                        "A plan needs a connected and assessed server. Assess one first.");
            case CONFIRM ->
                when(
                        chosen.isEmpty() || proposal().isEmpty(),
                        chosen.isEmpty()
                                ? "The plan is empty. Add a fix in Review first."
                                : "The plan is not worked out yet. Open Plan first.");
            case APPLY -> when(!writing.get() && applied().isEmpty(), "Nothing is applied yet. Confirm a plan first.");
            case VERIFY -> when(applied().isEmpty(), "Nothing was changed yet. Apply a plan first.");
        };
    }

    private static Optional<String> when(boolean holds, String because) {
        return holds ? Optional.of(because) : Optional.empty();
    }

    /// The connected server.
    public Optional<Live> live() {
        return Optional.ofNullable(live.get());
    }

    public ReadOnlyObjectProperty<Live> liveProperty() {
        return live;
    }

    /// Takes over a new connection; everything known about the server before is forgotten, and it is closed.
    public void connected(Live next) {
        disconnect();
        live.set(next);
    }

    /// Closes the connection and forgets what belongs to it.
    public void disconnect() {
        live().ifPresent(old -> background.run("Disconnecting", () -> {}, () -> close(old), _ -> {}, _ -> {}));
        chosen.clear();
        proposal.set(null);
        applied.set(null);
        before.set(null);
        assessment.set(null);
        area.set(Optional.empty());
        live.set(null);
    }

    private static boolean close(Live old) {
        old.close();
        return true;
    }

    /// The newest assessment of this server.
    public Optional<Assessment> assessment() {
        return Optional.ofNullable(assessment.get());
    }

    public ReadOnlyObjectProperty<Assessment> assessmentProperty() {
        return assessment;
    }

    /// Takes over a new assessment. The plan is emptied: it belongs to what was seen before.
    public void assessed(Assessment next) {
        chosen.clear();
        proposal.set(null);
        assessment.set(next);
    }

    /// The assessment as it was before the last plan was applied.
    public Optional<Assessment> before() {
        return Optional.ofNullable(before.get());
    }

    /// The fixes chosen so far, in the order they were chosen.
    public ObservableList<Chosen> chosen() {
        return chosen;
    }

    public boolean isChosen(Finding finding) {
        return chosen.stream().anyMatch(c -> c.finding().equals(finding));
    }

    /// Adds a fix to the plan, in place of an earlier one for the same finding.
    public void choose(Chosen fix) {
        drop(fix.finding());
        chosen.add(fix);
        proposal.set(null);
    }

    public void drop(Finding finding) {
        if (chosen.removeIf(c -> c.finding().equals(finding))) {
            proposal.set(null);
        }
    }

    public List<Chosen> choices() {
        return List.copyOf(chosen);
    }

    /// The plan worked out for the fixes chosen now.
    public Optional<Proposal> proposal() {
        return Optional.ofNullable(proposal.get());
    }

    public ReadOnlyObjectProperty<Proposal> proposalProperty() {
        return proposal;
    }

    public void proposed(Proposal worked) {
        proposal.set(worked);
    }

    /// The plan that was applied last and kept.
    public Optional<Proposal> applied() {
        return Optional.ofNullable(applied.get());
    }

    public ReadOnlyObjectProperty<Proposal> appliedProperty() {
        return applied;
    }

    /// Marks the beginning of applying: from now on only the Apply page can be reached.
    public void startWriting() {
        before.set(assessment.get());
        writing.set(true);
    }

    /// Marks its end; a plan that was kept is what Verify looks at.
    public void stopWriting(Optional<Proposal> kept) {
        writing.set(false);
        kept.ifPresent(p -> {
            applied.set(p);
            chosen.clear();
            proposal.set(null);
        });
    }

    /// Whether a plan is being applied or waits to be kept.
    public BooleanProperty writing() {
        return writing;
    }

    /// The area that is looked at; empty for all.
    public ObjectProperty<Optional<Area>> area() {
        return area;
    }

    public BooleanProperty dark() {
        return dark;
    }

    /// Whether the learn panel is open.
    public BooleanProperty learning() {
        return learning;
    }
}
