package org.pgrampart.plan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Server;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Tries out what a plan would bring, while it is staged and nothing of it is live.
final class Candidates {
    private static final Duration LONG = Duration.ofMinutes(4);

    /// Nothing can be said of these by asking for their value: they say where the files lie, or hold a secret.
    private static final List<String> NOT_ASKED =
            List.of("config_file", "data_directory", "primary_conninfo", "ssl_passphrase_command", "restore_command");

    private Candidates() {}

    /// What the trying scripts need to know, as files of the change set's folder.
    static Map<String, byte[]> files(Plan plan, Server server) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        put(files, "pg/hba", server.paths().getOrDefault("PGHBA", ""));
        put(files, "pg/ident", server.paths().getOrDefault("PGIDENT", ""));
        List<String> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> resets = new ArrayList<>();
        for (Plan.Item item : plan.running()) {
            if (item.change() instanceof AlterSystem setting) {
                String name = setting.parameter();
                resets.add("^[[:space:]]*" + name.replace(".", "[.]") + "[[:space:]]*=");
                setting.value().ifPresent(value -> {
                    lines.add(line(name, value));
                    // a name with a dot is known only once its library is loaded
                    if (!name.contains(".") && !NOT_ASKED.contains(name.toLowerCase(Locale.ROOT))) {
                        names.add(name);
                    }
                });
            }
        }
        put(files, "shadow/settings", text(lines));
        put(files, "shadow/names", text(names));
        put(files, "shadow/reset", text(resets));
        return files;
    }

    /// A setting as a configuration file spells it.
    static String line(String name, String value) {
        if (Pattern.compile("[\\x00\\n\\r]").matcher(value).find()) {
            throw new IllegalArgumentException("A setting's value is one line.");
        }
        return name + " = '" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static void put(Map<String, byte[]> files, String name, String value) {
        files.put(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /// Everything that can be tried beforehand.
    static List<Verdict> verdicts(WriteSession session, ServerFolder folder, Plan plan, Instant at)
            throws TargetException {
        List<Verdict> verdicts = new ArrayList<>(run(folder, "validate.sh", ""));
        if (plan.reach() == Reach.ROOT) {
            String connection = Canary.connection(session);
            verdicts.addAll(FirewallLook.look(session, plan, connection, at));
            verdicts.addAll(Canary.fly(session, folder, connection));
        }
        verdicts.addAll(shadow(folder));
        return List.copyOf(verdicts);
    }

    /// Starts a second server with what the plan brings.
    static List<Verdict> shadow(ServerFolder folder) throws TargetException {
        return run(folder, "shadow.sh", "MODE=candidate\n");
    }

    /// The same with the files as they are: whether the server would come up again after a restart.
    static List<Verdict> live(ServerFolder folder) throws TargetException {
        return run(folder, "shadow.sh", "MODE=live\n");
    }

    private static List<Verdict> run(ServerFolder folder, String script, String variables) throws TargetException {
        Output output = folder.here(variables + Scripts.text(script), new byte[0], LONG);
        List<Verdict> verdicts = new ArrayList<>(Verdict.read(output.text()));
        if (output.status() != 0) {
            verdicts.add(Verdict.unchecked("trial", ServerKeeper.said(output)));
        }
        return List.copyOf(verdicts);
    }

    /// That the server would not start again as it is, before any change: that has to be mended first, and alone.
    ///
    /// @param live the verdicts about the files as they are
    static Optional<ApplyException> broken(List<Verdict> live) {
        return live.stream()
                .filter(verdict -> verdict.state() == Verdict.State.REFUSED)
                .findFirst()
                .map(verdict -> new ApplyException(
                        ApplyException.State.UNTOUCHED,
                        "Even without these changes the server would not start again, so nothing was changed (%s: %s)."
                                .formatted(verdict.what(), verdict.detail()),
                        "Mend that first, alone; then make the plan again."));
    }

    /// Why the plan is not applied after these verdicts; empty when it may be.
    static Optional<ApplyException> refusal(Plan plan, List<Verdict> verdicts) {
        Optional<Verdict> refused = verdicts.stream()
                .filter(verdict -> verdict.state() == Verdict.State.REFUSED)
                .findFirst();
        if (refused.isPresent()) {
            return Optional.of(new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "The changes were tried out beside the server and do not work, so nothing was changed (%s: %s)."
                            .formatted(refused.get().what(), refused.get().detail()),
                    "Leave that change out or mend its cause, and make the plan again."));
        }
        Optional<Verdict> unchecked = verdicts.stream()
                .filter(verdict -> verdict.state() == Verdict.State.UNCHECKED)
                .findFirst();
        boolean bold = plan.running().stream()
                .anyMatch(item -> item.hazard() == Hazard.MAY_CUT_ACCESS && item.effect() == Effect.RESTART);
        if (unchecked.isPresent() && bold) {
            return Optional.of(new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "A restart with these changes may lock everybody out and could not be tried out beforehand (%s), so nothing was changed."
                            .formatted(unchecked.get().detail()),
                    "Install PostgreSQL's own initdb beside its server program, or make the change at the console."));
        }
        return Optional.empty();
    }
}
