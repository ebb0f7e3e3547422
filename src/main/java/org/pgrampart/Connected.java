package org.pgrampart;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.check.Baseline;
import org.pgrampart.export.Export;
import org.pgrampart.export.StandaloneUndo;
import org.pgrampart.model.Area;
import org.pgrampart.plan.Applier;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.plan.ChangeSetId;
import org.pgrampart.plan.ChangeSets;
import org.pgrampart.plan.Choice;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.PlanException;
import org.pgrampart.plan.PlannedAccess;
import org.pgrampart.plan.Planner;
import org.pgrampart.plan.WayBackText;
import org.pgrampart.reading.Server;
import org.pgrampart.store.AssessmentFiles;
import org.pgrampart.store.Folders;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WaiverFiles;
import org.pgrampart.store.WholeFile;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Environment;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;
import org.pgrampart.ui.kit.ApplyListener;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Pending;
import org.pgrampart.ui.kit.Proposal;

/// A real server behind the window. It is read over one session; a second one, that may write, lives only while a plan
/// is applied or taken back.
final class Connected implements Live {
    private final Clock clock;
    private final Folders folders;
    private final Target target;
    private final Connector connector;
    private final ReadSession session;
    private final Mode mode;
    private final Runnable afterwards;
    /// Plans by digest: what a person confirms is told by its digest alone, and a preview makes plans, too.
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    /// The names of the change sets they will become, told before they are applied.
    private final Map<String, String> names = new LinkedHashMap<>();
    private @Nullable WriteSession writing;

    /// @param afterwards what has to end with the connection
    Connected(
            Clock clock,
            Folders folders,
            Target target,
            Connector connector,
            ReadSession session,
            Mode mode,
            Runnable afterwards) {
        this.clock = clock;
        this.folders = folders;
        this.target = target;
        this.connector = connector;
        this.session = session;
        this.mode = mode;
        this.afterwards = afterwards;
    }

    static TargetException trouble(StoreException e) {
        return new TargetException(TargetException.Kind.BROKEN, e.happened(), e.remedy(), e);
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public Environment environment() {
        return target.environment();
    }

    @Override
    public Server server() {
        return session.server();
    }

    @Override
    public String caveat() {
        DatabaseAddress database = target.database();
        return target.practice() || database.isSocket() || database.sslMode().equals(DatabaseAddress.VERIFY_FULL)
                ? ""
                : "TLS is lowered to " + database.sslMode() + " for this server, as you chose.";
    }

    @Override
    public Assessment assess(Set<Area> areas, Progress progress) throws TargetException {
        var files = new AssessmentFiles(folders);
        var checks = Catalogue.ALL.stream()
                .filter(check -> areas.contains(check.control().area()))
                .toList();
        try {
            Assessment assessment = new Assessor(clock)
                    .assess(
                            target.name(),
                            session,
                            checks,
                            Baseline.standard(),
                            new WaiverFiles(folders).read(target.name()),
                            files.newest(target.name()),
                            progress);
            if (!target.practice() && areas.size() == Area.values().length) {
                files.save(assessment);
            }
            return assessment;
        } catch (StoreException e) {
            throw trouble(e);
        }
    }

    @Override
    public AccessPicture access() throws TargetException {
        return PlannedAccess.today(session, clock.instant());
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public Proposal plan(List<Chosen> chosen) throws TargetException {
        List<Choice> choices =
                chosen.stream().map(c -> new Choice(c.finding(), c.changes())).toList();
        Plan plan = Planner.plan(session, choices, clock.instant());
        plans.put(plan.digest(), plan);
        names.put(plan.digest(), ChangeSetId.next(clock));
        return new Proposal(
                plan.items().stream().map(Connected::entry).toList(),
                plan.notes(),
                plan.digest(),
                plan.text(),
                plan.undoText(),
                plan.access());
    }

    @Override
    public String undoCommand(Proposal proposal) {
        Plan plan = plans.get(proposal.digest());
        String id = names.get(proposal.digest());
        return plan == null || id == null ? "" : ChangeSetId.undoCommand(plan, id);
    }

    @Override
    public String undoText(Proposal proposal) {
        Plan plan = plans.get(proposal.digest());
        String id = names.get(proposal.digest());
        return plan == null || id == null
                ? ""
                : new WayBackText(folders.changes(target.name()), undoCopy()).of(plan, session.server(), id);
    }

    private StandaloneUndo undoCopy() {
        return new StandaloneUndo(target.name(), clock);
    }

    @Override
    public List<Path> export(Proposal proposal) throws TargetException {
        Plan plan = plans.get(proposal.digest());
        if (plan == null) {
            return List.of();
        }
        var export = new Export(plan, session.server(), target.name(), clock.instant());
        String stem = "change-" + proposal.digest().substring(0, 8);
        List<Path> written = new ArrayList<>();
        try {
            for (Export.Format format : Export.Format.values()) {
                for (var file : export.files(stem + format.suffix()).entrySet()) {
                    Path path = reports().resolve(file.getKey());
                    WholeFile.write(path, file.getValue());
                    written.add(path);
                }
            }
        } catch (StoreException e) {
            throw trouble(e);
        }
        return written;
    }

    private static Proposal.Entry entry(Plan.Item item) {
        return new Proposal.Entry(
                item.heldBack()
                        .map(held -> item.summary()
                                + (held.practice() ? " (on a real server this would run)" : " (not run from here)"))
                        .orElseGet(item::summary),
                item.clears().stream().map(f -> f.key()).distinct().toList(),
                item.preview(),
                item.undoPreview(),
                item.effect(),
                item.hazard(),
                item.reversal(),
                item.heldBack().map(Plan.HeldBack::because));
    }

    @Override
    public Pending apply(Proposal proposal, Duration window, ApplyListener listener)
            throws TargetException, ApplyException {
        Plan plan = plans.get(proposal.digest());
        if (plan == null) {
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "This is no plan that was worked out for this server, so nothing was done.",
                    "Open Plan again, read it and confirm it.");
        }
        WriteSession open = connector.openToWrite(target, Checklist.NONE);
        try {
            String id = Objects.requireNonNullElseGet(
                    names.remove(proposal.digest()), () -> ChangeSetId.next(clock)); // each name is used once
            var applied = new Applier(clock, folders.changes(target.name()), who(), undoCopy())
                    .apply(
                            open,
                            plan.confirm(proposal.digest()).as(id),
                            window,
                            (stage, step, state, transcript) ->
                                    listener.at(title(stage), step, state(state), transcript));
            writing = open;
            return new AppliedPlan(applied, this::endWriting);
        } catch (PlanException e) {
            open.close();
            throw new ApplyException(ApplyException.State.UNTOUCHED, e.happened(), e.remedy());
        } catch (TargetException | ApplyException e) {
            open.close();
            throw e;
        }
    }

    private void endWriting() {
        WriteSession open = writing;
        if (open != null) {
            open.close();
            writing = null;
        }
    }

    private static String title(org.pgrampart.plan.ApplyListener.Stage stage) {
        return switch (stage) {
            case CHECK -> "Compare";
            case PREPARE -> "Get ready";
            case VALIDATE -> "Try out";
            case ARM -> "Arm the way back";
            case APPLY -> "Change";
            case PROVE -> "Prove";
            case KEEP -> "Keep";
            case UNDO -> "Undo";
        };
    }

    private static ApplyListener.State state(org.pgrampart.plan.ApplyListener.State state) {
        return switch (state) {
            case RUNNING -> ApplyListener.State.RUNNING;
            case DONE -> ApplyListener.State.DONE;
            case FAILED -> ApplyListener.State.FAILED;
        };
    }

    private static String who() {
        String computer = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("this computer");
        return System.getProperty("user.name", "somebody") + "@" + computer;
    }

    @Override
    public List<ChangeSet> changes() throws TargetException {
        try (WriteSession open = connector.openToWrite(target, Checklist.NONE)) {
            return new ChangeSets(folders.changes(target.name()))
                    .list(open).stream().map(Connected::told).toList();
        }
    }

    private static ChangeSet told(org.pgrampart.plan.ChangeSet set) {
        boolean back = switch (set.state()) {
            case KEPT, KEEPING, WAITING, OVERDUE, INCOMPLETE -> true;
            case OPEN, UNDONE, ABANDONED, LOST -> false;
        };
        return new ChangeSet(set.id(), instant(set.when()), set.who(), word(set), set.summary(), back);
    }

    private static String word(org.pgrampart.plan.ChangeSet set) {
        return switch (set.state()) {
            case OPEN -> "being made";
            case WAITING -> "waits to be kept";
            case OVERDUE -> "never decided";
            case KEPT -> "kept";
            case KEEPING -> "kept, but not finished";
            case LOST -> "unknown to the server";
            case UNDONE -> "rolled back";
            case INCOMPLETE -> "rollback incomplete";
            case ABANDONED -> "nothing changed";
        };
    }

    private static Instant instant(String when) {
        try {
            return Instant.parse(when);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    @Override
    public void rollBack(String id) throws TargetException, ApplyException {
        try (WriteSession open = connector.openToWrite(target, Checklist.NONE)) {
            new ChangeSets(folders.changes(target.name()))
                    .rollback(open, id, false, org.pgrampart.plan.ApplyListener.NONE);
        }
    }

    @Override
    public Path reports() {
        return folders.data().resolve("reports");
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        endWriting();
        session.close();
        afterwards.run();
    }
}
