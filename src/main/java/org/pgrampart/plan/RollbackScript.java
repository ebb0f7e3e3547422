package org.pgrampart.plan;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Step;
import org.pgrampart.format.Printable;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Server;

/// The folder of a change set as it goes to the server: what to do, what takes it back, and the scripts for both.
///
/// Every fact is a file with one value, so that no name needs quoting.
final class RollbackScript {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Plan plan;
    private final boolean shown;
    private int items;

    private RollbackScript(Plan plan, boolean shown) {
        this.plan = plan;
        this.shown = shown;
    }

    /// @param who what another person reads who finds it: user and computer
    static Map<String, byte[]> files(Plan plan, Server server, String id, String who, Instant at) {
        return files(new RollbackScript(plan, false), server, id, who, at);
    }

    /// The same folder for a person's eyes: old verifiers are only said to be there.
    static Map<String, byte[]> shown(Plan plan, Server server, String id) {
        return files(new RollbackScript(plan, true), server, id, "", Instant.EPOCH);
    }

    private static Map<String, byte[]> files(RollbackScript script, Server server, String id, String who, Instant at) {
        Scripts.CARRIED.forEach(name -> script.files.put(name, Scripts.bytes(name)));
        script.facts(server, id, who, at);
        script.settings(server);
        for (Plan.Item item : script.plan.running()) {
            script.item(item);
        }
        script.sql(server);
        return script.files;
    }

    private void put(String name, String value) {
        files.put(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void facts(Server server, String id, String who, Instant at) {
        String folder = plan.reach().folder().replace("\"", "");
        put("README.txt", """
                Changes to PostgreSQL made by PgRampart; plan.txt says which.

                To undo them by hand:   sh %s/txn/%s/rollback.sh manual
                It needs nothing but this folder, and the database server's own psql for roles and privileges.
                With "manual force" it puts the old files back even where somebody else has changed them since; their
                version is kept as items/*/foreign.*.

                If nobody can log in any more, run it at the machine's own console as root. It does no harm to run it twice.
                The journal here tells what was done and when. 7 days after the decision old passwords and private keys
                are deleted from here, with the next use of PgRampart; everything else can still be undone then.
                """.formatted(folder, id));
        put("plan.txt", plan.text());
        put("plan.sha256", plan.digest() + "\n");
        put("who", Printable.line(who) + "\n");
        put("when", at.truncatedTo(ChronoUnit.SECONDS) + "\n");
        List<String> summaries = plan.running().stream()
                .map(item -> Printable.line(item.summary()))
                .toList();
        put(
                "summary",
                summaries.size() == 1
                        ? summaries.getFirst()
                        : summaries.size() + " changes: " + String.join("; ", summaries));
        put("effect", effect());
        put("pg/data", server.paths().getOrDefault("PGDATA", ""));
        put("pg/conf", server.paths().getOrDefault("PGCONF", ""));
        put("pg/role", server.role());
    }

    private String effect() {
        boolean files = plan.running().stream()
                .anyMatch(item -> item.effect() == Effect.RELOAD || item.change() instanceof AlterSystem);
        return plan.effect() == Effect.RESTART ? "restart" : files ? "reload" : "none";
    }

    // the original of postgresql.auto.conf is kept, since ALTER SYSTEM would not give the same bytes back
    private void settings(Server server) {
        boolean any = plan.running().stream()
                .flatMap(item -> item.change().steps().stream())
                .anyMatch(step -> step instanceof Step.Sql sql && sql.alone());
        if (any && server.paths().containsKey("PGDATA")) {
            String item = next();
            put(item + "kind", "auto");
            put(item + "path", server.paths().get("PGDATA") + "/postgresql.auto.conf");
            put(item + "keys", keys());
        }
    }

    private String keys() {
        return plan.running().stream()
                .map(Plan.Item::change)
                .filter(AlterSystem.class::isInstance)
                .map(change -> ((AlterSystem) change).parameter().toLowerCase(Locale.ROOT) + "\n")
                .collect(Collectors.joining());
    }

    private String next() {
        items++;
        return "items/%03d/".formatted(items);
    }

    private void item(Plan.Item item) {
        for (UndoRuns.Item each : UndoRuns.of(item.change(), item.inverse())) {
            if (each.step() instanceof Step.Run run) {
                run(run, each.late(), each.undo());
            } else {
                file(item.change(), each.step(), each.late());
            }
        }
    }

    private void run(Step.Run run, boolean late, Optional<Step.Run> undo) {
        String item = next();
        put(item + "kind", "run");
        put(item + "do", Shell.command(run.argv()) + "\n");
        put(item + "do.in", run.input());
        put(item + "undo", undo.map(back -> Shell.command(back.argv())).orElse(":") + "\n");
        put(item + "undo.in", undo.map(Step.Run::input).orElse(""));
        if (late) {
            put(item + "late", "");
        }
    }

    private void file(Change change, Step step, boolean late) {
        switch (step) {
            case Step.Write write -> {
                String item = start("file", write.path(), late);
                files.put(item + "cand", write.content());
                if (write.owner() != null) {
                    put(item + "owner", write.owner());
                }
                if (write.mode() != null) {
                    put(item + "mode", write.mode());
                }
                Planner.before(change, write.path()).map(Content::sha256).ifPresent(sha -> put(item + "expect", sha));
            }
            case Step.Delete(String path) -> {
                String item = start("delete", path, late);
                Planner.before(change, path).map(Content::sha256).ifPresent(sha -> put(item + "expect", sha));
            }
            case Step.Attributes attributes -> {
                String item = start("mode", attributes.path(), late);
                if (attributes.owner() != null) {
                    put(item + "owner", attributes.owner());
                }
                if (attributes.mode() != null) {
                    put(item + "mode", attributes.mode());
                }
            }
            case Step.Run _, Step.Sql _, Step.WhenKept _ -> {} // commands are above, statements go over the connection
        }
    }

    private String start(String kind, String path, boolean late) {
        Shell.quoteName(path); // refuses what one file with one value cannot hold
        String item = next();
        put(item + "kind", kind);
        put(item + "path", path);
        if (late) {
            put(item + "late", "");
        }
        return item;
    }

    private void sql(Server server) {
        int number = 0;
        for (SqlGroup group : SqlGroup.of(plan.running())) {
            number++;
            String folder = "sql/%03d/".formatted(number);
            put(folder + "database", group.database() == null ? anyDatabase(server) : group.database());
            put(folder + "undo.sql", shown ? group.undoScriptShown() : group.undoScript());
            group.undoScriptWithoutSecrets().ifPresent(script -> put(folder + "without-secrets.sql", script));
        }
        List<Step.Sql> alone = SqlGroup.undoAlone(plan);
        if (!alone.isEmpty()) {
            put("sql/settings.sql", shown ? SqlGroup.scriptShown(alone) : SqlGroup.script(alone));
        }
    }

    private static String anyDatabase(Server server) {
        return server.databases().isEmpty() || server.databases().contains("postgres")
                ? "postgres"
                : server.databases().getFirst();
    }
}
