package org.pgrampart.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Server;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.WriteSession;

/// The change sets of one target: those in its folder on the server and those that only this computer knows.
public final class ChangeSets {
    private static final String UNDO_COMMAND = "undo-command";
    private static final String OUTCOME = "outcome";

    private final Mirror mirror;

    /// @param changes where this computer keeps what it did to this target
    public ChangeSets(Path changes) {
        this.mirror = new Mirror(changes);
    }

    /// All of them, newest first.
    public List<ChangeSet> list(WriteSession session) throws TargetException {
        List<ChangeSet> sets = new ArrayList<>(bySql());
        Reach reach = reach(session.server());
        if (reach != Reach.SQL) {
            Output output = session.script(
                    "BASE=" + reach.folder() + "\n" + Scripts.withRetention("list.sh"),
                    new byte[0],
                    reach == Reach.ROOT,
                    Duration.ofMinutes(1));
            for (String line : output.lines()) {
                String[] fields = line.split("\t", -1);
                if (fields.length == 6) {
                    ChangeSet set = read(session, reach, fields);
                    sets.add(set);
                    remember(session, reach, set);
                }
            }
            sets.addAll(lost(sets));
        }
        sets.sort(Comparator.comparing(ChangeSet::id).reversed());
        return List.copyOf(sets);
    }

    private static ChangeSet read(WriteSession session, Reach reach, String[] fields) {
        String id = Printable.line(fields[0]);
        return new ChangeSet(
                id,
                ChangeSet.State.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                fields[2].isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(fields[2])),
                Printable.line(fields[3]),
                Printable.line(fields[4]),
                Printable.line(fields[5]),
                new ServerFolder(session, reach, id).undoCommand());
    }

    /// The server's journal is what counts: once it is decided, its outcome is copied to this computer.
    private void remember(WriteSession session, Reach reach, ChangeSet set) throws TargetException {
        boolean decided = switch (set.state()) {
            case KEPT, UNDONE, ABANDONED -> true;
            default -> false;
        };
        try {
            String state = set.state().name().toLowerCase(Locale.ROOT);
            if (decided
                    && mirror.read(set.id(), UNDO_COMMAND).isPresent()
                    && !mirror.read(set.id(), OUTCOME).equals(Optional.of(state))) {
                mirror.write(set.id(), "journal", new ServerFolder(session, reach, set.id()).journal());
                mirror.write(set.id(), OUTCOME, state);
            }
        } catch (IOException _) {
            // a full disk of this computer must not hide what is on the server; the next look copies it
        }
    }

    private List<ChangeSet> lost(List<ChangeSet> known) throws TargetException {
        List<ChangeSet> lost = new ArrayList<>();
        try {
            for (String id : mirror.ids()) {
                if (known.stream().noneMatch(set -> set.id().equals(id))
                        && mirror.read(id, UNDO_COMMAND).isPresent()
                        && mirror.read(id, OUTCOME).isEmpty()
                        && mirror.read(id, "journal").isPresent()) {
                    lost.add(new ChangeSet(
                            id, ChangeSet.State.LOST, Optional.empty(), "", "this computer", "see plan.txt there", ""));
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return lost;
    }

    /// Finishes what earlier runs left: undoes what nobody decided, completes what is decided. Whoever waits for a
    /// person to decide is left alone.
    ///
    /// @return the change sets that were finished
    /// @throws ApplyException when one could not be; says what finishes it. The others are finished all the same
    public List<ChangeSet> finish(WriteSession session, ApplyListener listener) throws ApplyException, TargetException {
        List<ChangeSet> finished = new ArrayList<>();
        List<ApplyException> left = new ArrayList<>();
        for (ChangeSet set : list(session)) {
            if (!set.state().unfinished() || set.undoCommand().isEmpty()) {
                continue;
            }
            ServerFolder folder = new ServerFolder(session, reach(session.server()), set.id());
            try {
                finish(set, new ServerKeeper(session, folder, mirror, listener));
                finished.add(set);
            } catch (ApplyException e) {
                left.add(new ApplyException(
                        e.state(), "Change set " + set.id() + " is still unfinished. " + e.happened(), e.remedy()));
            }
        }
        if (!left.isEmpty()) {
            ApplyException first = left.removeFirst();
            left.forEach(first::addSuppressed);
            throw first;
        }
        return List.copyOf(finished);
    }

    private static void finish(ChangeSet set, ServerKeeper keeper) throws ApplyException, TargetException {
        switch (set.state()) {
            case OVERDUE -> keeper.undo();
            case KEEPING -> keeper.keep();
            default -> keeper.undo("manual");
        }
    }

    private static Reach reach(Server server) {
        if (!server.hasShell()) {
            return Reach.SQL;
        }
        return server.hasRoot() && !server.practice() ? Reach.ROOT : Reach.OWNER;
    }

    private List<ChangeSet> bySql() throws TargetException {
        List<ChangeSet> sets = new ArrayList<>();
        try {
            for (String id : mirror.ids()) {
                Optional<String> state = mirror.read(id, "state");
                if (state.isPresent()) {
                    ChangeSet.State known = switch (state.get()) {
                        case "kept" -> ChangeSet.State.KEPT;
                        case "undone" -> ChangeSet.State.UNDONE;
                        case "abandoned" -> ChangeSet.State.ABANDONED;
                        default -> ChangeSet.State.INCOMPLETE;
                    };
                    sets.add(new ChangeSet(
                            id,
                            known,
                            Optional.empty(),
                            mirror.read(id, "when").orElse(""),
                            mirror.read(id, "who").orElse(""),
                            mirror.read(id, "summary").orElse(""),
                            ""));
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return sets;
    }

    /// Takes a change set back, whether it was kept or not.
    ///
    /// @param wanted its name, or `last` for the newest that is not undone
    /// @param force also where somebody else has changed a file since; their version is kept beside it
    /// @return the change set that was taken back
    /// @throws ApplyException when something is left; says what finishes it
    public ChangeSet rollback(WriteSession session, String wanted, boolean force, ApplyListener listener)
            throws ApplyException, TargetException {
        ChangeSet set = find(session, wanted);
        if (set.state() == ChangeSet.State.UNDONE) {
            return set;
        }
        if (set.state() == ChangeSet.State.LOST) {
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "The server knows nothing of change set " + set.id() + ", so nothing was undone.",
                    "Look whether it is another server, or one that was put back from a backup.");
        }
        if (set.undoCommand().isEmpty()) {
            bySql(session, set);
            return set;
        }
        ServerFolder folder = new ServerFolder(session, reach(session.server()), set.id());
        new ServerKeeper(session, folder, mirror, listener).undo(force ? "manual force" : "manual");
        return set;
    }

    private ChangeSet find(WriteSession session, String wanted) throws ApplyException, TargetException {
        List<ChangeSet> sets = list(session);
        Optional<ChangeSet> found = wanted.equals("last")
                ? sets.stream()
                        .filter(set -> set.state() != ChangeSet.State.UNDONE
                                && set.state() != ChangeSet.State.ABANDONED
                                && set.state() != ChangeSet.State.LOST)
                        .findFirst()
                : sets.stream().filter(set -> set.id().equals(wanted)).findFirst();
        return found.orElseThrow(() -> new ApplyException(
                ApplyException.State.UNTOUCHED,
                wanted.equals("last")
                        ? "There is no change set to roll back."
                        : "There is no change set " + Printable.line(wanted) + ".",
                "Look at the list of change sets of this target."));
    }

    private void bySql(WriteSession session, ChangeSet set) throws TargetException {
        try {
            List<String> groups = new ArrayList<>();
            for (int number = 1; ; number++) {
                Optional<String> group = mirror.read(set.id(), "undo-%03d.sql".formatted(number));
                if (group.isEmpty()) {
                    break;
                }
                groups.add(group.get());
            }
            SqlKeeper.undo(
                    session, groups, mirror.read(set.id(), "undo-settings.sql").orElse(""));
            mirror.write(set.id(), "state", "undone");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static TargetException unreadable(IOException e) {
        return new TargetException(
                Kind.BROKEN,
                "The change sets on this computer could not be read.",
                "Look whether the folder with the changes is yours.",
                e);
    }
}
