package org.pgrampart.plan;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.CreateRole;
import org.pgrampart.change.FileChange;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.FileMode;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.FirewalldRules;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.HostChange;
import org.pgrampart.change.KeyFile;
import org.pgrampart.change.SettingsPlace;
import org.pgrampart.change.UfwRules;
import org.pgrampart.change.WhereRolesAre;
import org.pgrampart.model.Finding;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Server;
import org.pgrampart.reading.Unreadable;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// Turns chosen findings into a plan: distinct changes in a safe order, each with its way back, worked out from one
/// reading of the server. What would shut its owner out is refused.
public final class Planner {
    private static final int MANY_LINES = 5_000;

    private Planner() {}

    /// @param at the time the reading carries
    /// @throws TargetException when the connection is lost
    public static Plan plan(ReadSession session, List<Choice> choices, Instant at) throws TargetException {
        Map<Change, List<Finding>> wanted = distinct(choices);
        Set<Request> requests = new LinkedHashSet<>(List.of(Reach.OWNS));
        requests.addAll(AccessGuard.reads(session.server(), wanted.keySet()));
        requests.addAll(Circumstances.READS);
        requests.addAll(SqlRights.READS);
        wanted.keySet().forEach(change -> requests.addAll(change.reads()));
        boolean settings = wanted.keySet().stream().anyMatch(AlterSystem.class::isInstance);
        if (settings) {
            requests.addAll(SettingsPlace.READS);
        }
        Answers answers = session.read(requests, at, Optional.empty(), Progress.NONE);
        if (settings && !SettingsPlace.of(answers).usable()) {
            List<Choice> placed = placed(choices, SettingsPlace.of(answers));
            if (!placed.equals(choices)) {
                return plan(session, placed, at);
            }
        }
        if (AccessGuard.concerns(session.server(), wanted.keySet())) {
            answers = FurtherReading.read(session, answers);
        }
        return plan(session.server(), answers, choices);
    }

    private static List<Choice> placed(List<Choice> choices, SettingsPlace place) {
        return choices.stream()
                .map(choice -> new Choice(
                        choice.finding(),
                        choice.changes().stream().map(place::placed).toList()))
                .toList();
    }

    /// The same from answers that have been read: pure.
    static Plan plan(Server server, Answers answers, List<Choice> choices) {
        Reach reach = Reach.of(server, answers);
        List<String> notes = new ArrayList<>(notes(server, reach));
        List<Plan.Item> items = new ArrayList<>();
        Map<Change, List<Finding>> wanted = distinct(choices);
        AccessGuard guard = AccessGuard.of(server, answers, wanted.keySet());
        Circumstances around = new Circumstances(server, answers);
        notes.addAll(around.notes(wanted.keySet()));
        SqlRights rights = new SqlRights(server, answers);
        Map<String, Change> decided = new HashMap<>();
        Set<String> made = new HashSet<>();
        Optional<String> endangered = Optional.empty();
        // files after roles: whether new login rules shut somebody out depends on the roles the plan leaves;
        // the host last: where both would put a way in at risk, the database comes first
        List<Map.Entry<Change, List<Finding>>> ordered = wanted.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Change, List<Finding>> entry) ->
                                entry.getKey().outside())
                        .thenComparing(entry -> entry.getKey() instanceof FileChange))
                .toList();
        for (Map.Entry<Change, List<Finding>> entry : ordered) {
            Change change = entry.getKey();
            try {
                if (server.practice() && change.outside()) {
                    items.add(new Plan.Item(change, change, entry.getValue(), Optional.of(Plan.HeldBack.PRACTICE)));
                    continue;
                }
                if (server.standby() && !needsShell(change) && !(change instanceof AlterSystem)) {
                    notes.add("Left out: " + change.summary()
                            + ". This server is a standby; make the change on its primary.");
                    continue;
                }
                Optional<String> hindered = around.refuses(change);
                if (hindered.isPresent()) {
                    notes.add("Left out: " + change.summary() + ". " + hindered.get());
                    continue;
                }
                if (change.holds(answers)) {
                    continue;
                }
                Optional<Change> other = change.decides().entrySet().stream()
                        .flatMap(what -> Stream.ofNullable(decided.get(what.getKey()))
                                .filter(c -> !what.getValue().equals(c.decides().get(what.getKey()))))
                        .findFirst();
                if (other.isPresent()) {
                    notes.add("Left out: " + change.summary() + ". This plan already does: "
                            + other.get().summary() + ". Assess again after it.");
                    continue;
                }
                if (endangered.isPresent()
                        && !wayIn(change).equals(endangered)
                        && wayIn(change).isPresent()) {
                    notes.add("Left out: " + change.summary() + ". One plan puts only one way in at risk, and this one"
                            + " already touches " + endangered.get() + ". Make another plan after it.");
                    continue;
                }
                Change ready = change.ready(answers);
                Optional<Plan.HeldBack> heldBack = around.managed(change)
                        .or(() -> beyond(reach, rights, change, made))
                        .map(Plan.HeldBack::reach);
                Plan.Item item = new Plan.Item(ready, back(ready, answers, made), entry.getValue(), heldBack);
                Optional<String> lockOut = guard.refuses(change, ready);
                if (lockOut.isPresent()) {
                    notes.add("Left out: " + change.summary() + ". " + lockOut.get());
                    continue;
                }
                items.add(item);
                huge(ready).ifPresent(notes::add);
                if (heldBack.isPresent()) {
                    continue;
                }
                if (change instanceof CreateRole(String role, var _, var _)) {
                    made.add(role);
                }
                change.decides().keySet().forEach(what -> decided.put(what, change));
                endangered = endangered.or(() -> wayIn(change));
            } catch (Unreadable e) {
                notes.add("Left out: " + change.summary() + ". It needs " + e.missing() + ": " + e.because() + ".");
            } catch (NotHere e) {
                notes.add("Left out: " + change.summary() + ". " + e.because() + ".");
            } catch (IllegalArgumentException e) {
                notes.add("Left out: " + change.summary() + ". " + e.getMessage());
            }
        }
        items.sort(Comparator.comparing((Plan.Item item) -> item.hazard())
                .thenComparing(Plan.Item::effect)
                .thenComparing(item -> rank(item.change())));
        return new Plan(choices, items, reach, notes, guard.planned());
    }

    private static Optional<String> huge(Change ready) {
        if (!(ready instanceof FileContent file) || !file.path().endsWith("pg_hba.conf")) {
            return Optional.empty();
        }
        long lines = file.after().stream()
                .flatMap(content -> new String(content.bytes(), StandardCharsets.ISO_8859_1).lines())
                .count();
        return lines <= MANY_LINES
                ? Optional.empty()
                : Optional.of(
                        "%s has %d lines; while PostgreSQL reads it, new logins wait.".formatted(file.path(), lines));
    }

    /// Equal changes become one; several edits of one file become one edit.
    private static Map<Change, List<Finding>> distinct(List<Choice> choices) {
        Map<Change, List<Finding>> distinct = new LinkedHashMap<>();
        Map<String, FileChange> files = new LinkedHashMap<>();
        for (Choice choice : choices) {
            for (Change change : choice.changes()) {
                Change key = change;
                if (change instanceof FileChange file) {
                    FileChange before = files.get(file.path());
                    FileChange joined = before == null ? file : before.and(file);
                    List<Finding> clears = before == null ? new ArrayList<>() : distinct.remove(before);
                    files.put(file.path(), joined);
                    distinct.put(joined, clears == null ? new ArrayList<>() : clears);
                    key = joined;
                }
                List<Finding> clears = distinct.computeIfAbsent(key, _ -> new ArrayList<>());
                if (!clears.contains(choice.finding())) {
                    clears.add(choice.finding());
                }
            }
        }
        return distinct;
    }

    private static boolean needsShell(Change change) {
        return change instanceof FileChange
                || change instanceof FileMode
                || change instanceof KeyFile
                || change instanceof HostChange
                || change instanceof FileContent;
    }

    /// Why a session that reaches no further does not run the change itself.
    private static Optional<String> beyond(Reach reach, SqlRights rights, Change change, Set<String> made) {
        if (needsShell(change) && reach == Reach.SQL) {
            return Optional.of("It needs a shell on the host as root or as the owner of the database files.");
        }
        if (change.outside() && reach != Reach.ROOT) {
            return Optional.of("It needs root on the host.");
        }
        return reach == Reach.SQL ? rights.beyond(change, made) : rights.refused(change, made);
    }

    /// The owner's own way in that a change may shut, so that the other one is left to repair it.
    private static Optional<String> wayIn(Change change) {
        if (change.hazard() != Hazard.MAY_CUT_ACCESS) {
            return Optional.empty();
        }
        if (change.outside()) {
            return Optional.of("the way to the host");
        }
        return change instanceof FileChange || change instanceof AlterSystem
                ? Optional.of("the way into the database")
                : Optional.empty();
    }

    // what is about a role that the plan makes can be undone even where making it failed
    private static Change back(Change ready, Answers answers, Set<String> made) {
        Change inverse = ready.inverse(answers);
        Set<String> needed = new HashSet<>(ready.roles());
        needed.retainAll(made);
        return needed.isEmpty() ? inverse : new WhereRolesAre(needed, inverse);
    }

    // roles and settings before files, files before the firewall
    private static int rank(Change change) {
        return switch (change) {
            case CreateRole _ -> -1;
            case AlterSystem _ -> 1;
            case FileContent _, HbaEdit _ -> 3;
            case FileMode _ -> 4;
            case FirewallRules _, UfwRules _, FirewalldRules _ -> 5;
            default -> 0;
        };
    }

    private static List<String> notes(Server server, Reach reach) {
        List<String> notes = new ArrayList<>();
        notes.addAll(SqlRights.notes(server, reach));
        if (server.practice()) {
            notes.add("A practice server changes nothing outside its own folder.");
        }
        return notes;
    }

    /// The content of a file that a change was made for, when it was made for one.
    static Optional<Content> before(Change change, String path) {
        return switch (change) {
            case FileContent file -> file.before();
            case HostChange host -> host.madeFor(path);
            default -> Optional.empty();
        };
    }
}
