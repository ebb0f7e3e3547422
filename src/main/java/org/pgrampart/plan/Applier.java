package org.pgrampart.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Step;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.ApplyListener.Stage;
import org.pgrampart.plan.ApplyListener.State;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Server;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.WriteSession;

/// Applies a confirmed plan: arm, apply, prove, keep. Whatever fails on the way takes everything back at once.
public final class Applier {
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private final Clock clock;
    private final Mirror mirror;
    private final String who;
    private final UndoCopy undoCopy;

    /// @param changes where this computer keeps what it did to this target
    /// @param who what others read on the server: user and computer
    public Applier(Clock clock, Path changes, String who) {
        this(clock, changes, who, UndoCopy.NONE);
    }

    /// @param undoCopy makes the script that is kept on this computer for a server that has lost its own
    public Applier(Clock clock, Path changes, String who, UndoCopy undoCopy) {
        this.undoCopy = undoCopy;
        this.clock = clock;
        this.mirror = new Mirror(changes);
        this.who = who;
    }

    /// Applies the plan and proves it. What may cut access then waits for [Pending#keep]; the rest is kept already.
    ///
    /// @param window how long the server waits before it undoes what nobody kept
    /// @throws ApplyException when it failed; says what became of the server
    /// @throws TargetException when nothing was begun because the server could not be read
    public Pending apply(WriteSession session, Plan.Confirmed confirmed, Duration window, ApplyListener listener)
            throws ApplyException, TargetException {
        listener.at(Stage.CHECK, "Compare the server with the plan", State.RUNNING, "");
        Plan plan = Planner.plan(session, confirmed.plan().choices(), clock.instant());
        if (!plan.digest().equals(confirmed.plan().digest())) {
            listener.at(Stage.CHECK, "Compare the server with the plan", State.FAILED, "");
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "The server has changed since the plan was made, so nothing was done.",
                    "Make the plan again and read what differs.");
        }
        listener.at(Stage.CHECK, "Compare the server with the plan", State.DONE, "");
        Duration waits = window.compareTo(SHORTEST) < 0 ? SHORTEST : window;
        if (!Turn.take(session)) {
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "Another PgRampart is changing this database server just now, so nothing was done.",
                    "Wait until its changes are kept or undone, or close it.");
        }
        boolean open = false;
        try {
            String id = confirmed.id().orElseGet(() -> ChangeSetId.next(clock));
            keepCopy(plan, session.server(), id);
            Pending pending = plan.reach() == Reach.SQL
                    ? new SqlApply(clock, mirror, who).apply(session, plan, id, waits, listener)
                    : onServer(session, plan, id, waits, listener);
            pending.whenDecided(() -> Turn.give(session));
            open = true;
            return pending;
        } finally {
            if (!open) {
                Turn.give(session);
            }
        }
    }

    private void keepCopy(Plan plan, Server server, String id) throws TargetException {
        String script = undoCopy.script(plan, server, id);
        if (!script.isEmpty()) {
            try {
                mirror.write(id, ChangeSetId.copyName(id), script);
            } catch (IOException e) {
                throw new TargetException(
                        Kind.BROKEN,
                        "The undo could not be kept on this computer.",
                        "Look whether its disk is full.",
                        e);
            }
        }
    }

    private Pending onServer(WriteSession session, Plan plan, String id, Duration window, ApplyListener listener)
            throws ApplyException, TargetException {
        ServerFolder folder = new ServerFolder(session, plan.reach(), id);
        ServerKeeper here = new ServerKeeper(session, folder, mirror, listener);
        prepare(session, plan, folder, listener);
        Before before = validate(session, plan, folder, listener);
        Keeper keeper = plan.hazard() == Hazard.NONE ? here : lifeline(session, folder, here, listener);
        Instant armed;
        try {
            listener.at(Stage.ARM, "Arm the timer that undoes it", State.RUNNING, "");
            armed = clock.instant();
            DeadMansSwitch timer =
                    DeadMansSwitch.arm(folder, plan, window, session.server().practice());
            listener.at(Stage.ARM, "Arm the timer that undoes it", State.DONE, "kind: " + timer.kind());
            apply(session, plan, folder, listener);
        } catch (ApplyException e) {
            throw undone(keeper, e);
        } catch (TargetException e) {
            ApplyException failure = new ApplyException(ApplyException.State.ROLLED_BACK, e.happened(), e.remedy());
            failure.initCause(e);
            throw undone(keeper, failure);
        }
        List<Proof> proofs = prove(new Prover(clock, session, plan, before, Optional.of(folder)), listener);
        Optional<ApplyException> failure = failure(proofs);
        if (failure.isPresent()) {
            throw undone(keeper, failure.get());
        }
        Pending pending = new Pending(keeper, proofs, window, clock, Optional.of(armed.plus(window)));
        if (plan.hazard() == Hazard.NONE && pending.unproven().isEmpty()) {
            pending.keep();
        } else {
            here.mirrorJournal();
        }
        return pending;
    }

    /// Before anything that may cut access, a second way in stands open until it is decided.
    private Lifeline lifeline(WriteSession session, ServerFolder folder, ServerKeeper here, ApplyListener listener)
            throws ApplyException, TargetException {
        try {
            return Lifeline.open(session, folder, here, mirror, listener);
        } catch (TargetException e) {
            folder.rollback("auto");
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "A second session could not be opened, so nothing was put at risk. " + e.happened(),
                    e.remedy());
        }
    }

    static List<Proof> prove(Prover prover, ApplyListener listener) {
        String step = "Log in anew and look";
        listener.at(Stage.PROVE, step, State.RUNNING, "");
        List<String> said = new ArrayList<>();
        List<Proof> proofs = prover.prove(said);
        said.addAll(0, proofs.stream().map(Proof::toString).toList());
        boolean failed = proofs.stream().anyMatch(proof -> proof.result() == Proof.Result.FAILED);
        listener.at(Stage.PROVE, step, failed ? State.FAILED : State.DONE, String.join("\n", said));
        return proofs;
    }

    /// What was shown not to be so; what merely could not be shown is for the person to judge.
    static Optional<ApplyException> failure(List<Proof> proofs) {
        return proofs.stream()
                .filter(proof -> proof.result() == Proof.Result.FAILED)
                .findFirst()
                .map(proof -> new ApplyException(
                        ApplyException.State.ROLLED_BACK,
                        "It could not be proven that the changes work (%s: %s), so they were undone."
                                .formatted(proof.what(), proof.detail()),
                        "Look at the proof that failed, mend its cause, and apply the plan again."));
    }

    private void prepare(WriteSession session, Plan plan, ServerFolder folder, ApplyListener listener)
            throws ApplyException, TargetException {
        listener.at(Stage.PREPARE, "Keep what is there on the server", State.RUNNING, "");
        try {
            mirror.write(folder.id(), "plan.txt", plan.text());
            mirror.write(folder.id(), "undo.txt", plan.undoText());
            mirror.write(folder.id(), "undo-command", folder.undoCommand());
        } catch (IOException e) {
            throw new TargetException(
                    Kind.BROKEN, "The plan could not be kept on this computer.", "Look whether its disk is full.", e);
        }
        Map<String, byte[]> files =
                new LinkedHashMap<>(RollbackScript.files(plan, session.server(), folder.id(), who, clock.instant()));
        files.putAll(Candidates.files(plan, session.server()));
        Output output = folder.open(files);
        if (output.status() != 0) {
            listener.at(Stage.PREPARE, "Keep what is there on the server", State.FAILED, ServerKeeper.said(output));
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "Nothing was changed: " + ServerKeeper.said(output) + ".",
                    output.status() == 20
                            ? "Keep or undo that one first: it is listed among the change sets."
                            : "Mend the cause and try again.");
        }
        listener.at(
                Stage.PREPARE,
                "Keep what is there on the server",
                State.DONE,
                String.join(
                        "\n",
                        Stream.concat(
                                        Stream.of("To undo by hand: " + folder.undoCommand()),
                                        output.lines().stream().skip(1).map(Printable::line))
                                .toList()));
    }

    /// Nothing is live yet: a refusal only has to clear away what was staged.
    private Before validate(WriteSession session, Plan plan, ServerFolder folder, ApplyListener listener)
            throws ApplyException, TargetException {
        String step = "Try the changes out beside the server";
        listener.at(Stage.VALIDATE, step, State.RUNNING, "");
        ApplyException refusal;
        try {
            List<Verdict> verdicts = Candidates.verdicts(session, folder, plan, clock.instant());
            String said =
                    String.join("\n", verdicts.stream().map(Verdict::toString).toList());
            Optional<ApplyException> refused = Candidates.refusal(plan, verdicts);
            if (refused.isPresent()) {
                refused = Candidates.broken(Candidates.live(folder)).or(() -> Candidates.refusal(plan, verdicts));
            }
            if (refused.isEmpty()) {
                Before before = Before.read(session, HostLook.before(folder, session.server()), clock.instant());
                listener.at(Stage.VALIDATE, step, State.DONE, said);
                return before;
            }
            refusal = refused.get();
            listener.at(Stage.VALIDATE, step, State.FAILED, said);
        } catch (TargetException e) {
            refusal = new ApplyException(ApplyException.State.UNTOUCHED, e.happened(), e.remedy());
            listener.at(Stage.VALIDATE, step, State.FAILED, e.happened());
        }
        folder.rollback("auto");
        throw refusal;
    }

    private void apply(WriteSession session, Plan plan, ServerFolder folder, ApplyListener listener)
            throws ApplyException, TargetException {
        boolean sql = plan.running().stream()
                .flatMap(item -> item.change().steps().stream())
                .anyMatch(Step.Sql.class::isInstance);
        if (sql) {
            must(folder.apply("sql"));
            SqlKeeper.forward(session, plan, listener);
        }
        listener.at(Stage.APPLY, "Put files in place and tell the server", State.RUNNING, "");
        must(folder.apply("files"));
        listener.at(Stage.APPLY, "Put files in place and tell the server", State.DONE, "");
    }

    private static void must(Output output) throws ApplyException {
        if (output.status() != 0) {
            throw new ApplyException(
                    ApplyException.State.ROLLED_BACK,
                    "The server refused a change: " + ServerKeeper.said(output) + ".",
                    "Everything was undone; mend the cause and make the plan again.");
        }
    }

    /// Takes everything back; the failure that is told is the first one, with what became of the server.
    private static ApplyException undone(Keeper keeper, ApplyException cause) {
        try {
            keeper.undo();
            return cause;
        } catch (ApplyException e) {
            return new ApplyException(e.state(), cause.happened() + " " + e.happened(), e.remedy());
        } catch (TargetException e) {
            return new ApplyException(
                    ApplyException.State.INCOMPLETE,
                    cause.happened() + " The connection to the server is lost as well.",
                    "Its own timer undoes everything; connect again later and look at the change sets.");
        }
    }
}
