package org.pgrampart.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pgrampart.change.Step;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Server;

/// The way back of a plan as a person reads it before saying yes: where it will lie, what it does in which order, and
/// the script itself. It is made of the very files that are carried; secrets in them are hidden.
///
/// @param changes where this computer keeps what it does to this target
/// @param copy makes the script that is kept on this computer
public record WayBackText(Path changes, UndoCopy copy) {
    /// Stands for the change set's name where that is not known yet.
    public static final String ANY_ID = "CHANGESET";

    private static final String RULE = "=".repeat(20);

    /// @param id the change set's name, or [#ANY_ID]
    public String of(Plan plan, Server server, String id) {
        StringBuilder text = new StringBuilder("Change set " + id + "\n");
        if (plan.reach() == Reach.SQL) {
            here(text, plan, server, id);
        } else {
            onServer(text, plan, server, id);
        }
        return text.toString();
    }

    private Path kept(String id) {
        return changes.resolve(id).resolve(ChangeSetId.copyName(id));
    }

    private void onServer(StringBuilder text, Plan plan, Server server, String id) {
        Map<String, byte[]> files = RollbackScript.shown(plan, server, id);
        String folder = ServerFolder.path(plan.reach(), id);
        fact(text, "To undo it by hand, on the server", ChangeSetId.undoCommand(plan, id));
        fact(text, "Folder on the server", folder);
        if (!copy.script(plan, server, id).isEmpty()) {
            fact(text, "For a server that has lost that folder, a script on this computer", kept(id) + " manual");
        }
        title(text, "README.txt in that folder");
        text.append(read(files, "README.txt"));
        title(text, "What is undone, in this order");
        int number = 0;
        for (String item : items(files)) {
            String did = undone(files, item);
            if (!did.isEmpty()) {
                number++;
                numbered(text, number, did);
            }
        }
        number++;
        numbered(text, number, server(read(files, "effect")));
        for (String sql : groups(files)) {
            number++;
            numbered(
                    text,
                    number,
                    "in database " + Printable.line(read(files, sql + "database")) + ":\n"
                            + block(read(files, sql + "undo.sql")));
        }
        if (files.containsKey("sql/settings.sql")) {
            number++;
            numbered(
                    text,
                    number,
                    "only where postgresql.auto.conf could not be put back as it was:\n"
                            + block(read(files, "sql/settings.sql")));
        }
        title(text, "rollback.sh in that folder");
        text.append(Scripts.text("rollback.sh"));
        title(text, "Beside it in that folder");
        text.append(files.keySet().stream()
                .filter(name -> !name.equals("README.txt") && !name.equals("rollback.sh"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n")));
        text.append("The old files are kept there too, once it is applied.\n");
    }

    private static String server(String effect) {
        return switch (effect) {
            case "restart" ->
                "PostgreSQL is restarted where the change has restarted it, else it reads its files again.";
            case "reload" -> "PostgreSQL reads its files again, and is started if it is down.";
            default -> "PostgreSQL is started if it is down.";
        };
    }

    private static String undone(Map<String, byte[]> files, String item) {
        String late = files.containsKey(item + "late") ? " (if it had been kept)" : "";
        String path = Printable.line(read(files, item + "path"));
        return switch (read(files, item + "kind")) {
            case "auto" ->
                path + " is put back as it was; where somebody else has set something since, only these settings are: "
                        + Printable.line(read(files, item + "keys").strip().replace("\n", ", "));
            case "mode" -> path + " gets its old owner and mode back" + late;
            case "delete" -> path + " is put back as it was: content, owner, mode and times" + late;
            case "run" -> command(files, item, late);
            default ->
                path + " is put back as it was: content, owner, mode and times; if it was not there, it is removed"
                        + late;
        };
    }

    private static String command(Map<String, byte[]> files, String item, String late) {
        String undo = read(files, item + "undo").strip();
        if (undo.equals(":")) {
            return ""; // it is undone by the files that are put back
        }
        String input = read(files, item + "undo.in");
        return "this command is run" + late + ":\n" + block(undo)
                + (input.isBlank() ? "" : "   with this on its standard input:\n" + block(input));
    }

    private void here(StringBuilder text, Plan plan, Server server, String id) {
        fact(text, "Folder on this computer", changes.resolve(id).toString());
        fact(text, "To undo it from here", "Report in the window, or: pgrampart rollback … " + id);
        String script = copy.script(plan, server, id);
        if (!script.isEmpty()) {
            fact(text, "To undo it without this program, a script to run on the server", kept(id) + " manual");
        }
        title(text, "What is undone, in this order");
        int number = 0;
        for (SqlGroup group : SqlGroup.of(plan.running()).reversed()) {
            number++;
            String database = group.database();
            numbered(
                    text,
                    number,
                    SqlKeeper.part(number) + ", "
                            + (database == null ? "in any database" : "in database " + Printable.line(database)) + ":\n"
                            + block(hidden(group.undoScriptShown())));
        }
        List<Step.Sql> alone = SqlGroup.undoAlone(plan);
        if (!alone.isEmpty()) {
            numbered(text, number + 1, SqlKeeper.SETTINGS + ":\n" + block(hidden(SqlGroup.scriptShown(alone))));
        }
        if (!script.isEmpty()) {
            title(text, ChangeSetId.copyName(id));
            text.append(hidden(script));
        }
    }

    private static List<String> items(Map<String, byte[]> files) {
        return folders(files, "items/", "kind");
    }

    private static List<String> groups(Map<String, byte[]> files) {
        return folders(files, "sql/", "undo.sql");
    }

    // as rollback.sh goes through them: from the last to the first
    private static List<String> folders(Map<String, byte[]> files, String in, String with) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(in) && name.endsWith("/" + with))
                .map(name -> name.substring(0, name.length() - with.length()))
                .sorted()
                .toList()
                .reversed();
    }

    private static String read(Map<String, byte[]> files, String name) {
        byte[] content = files.get(name);
        return content == null ? "" : hidden(new String(content, StandardCharsets.UTF_8));
    }

    /// The last line of defence, as in a plan's text.
    private static String hidden(String text) {
        return Printable.text(Masked.text(text));
    }

    private static String block(String text) {
        return text.lines().map(line -> "      " + line + "\n").collect(Collectors.joining());
    }

    private static void numbered(StringBuilder text, int number, String what) {
        text.append(number).append(". ").append(what);
        if (!what.endsWith("\n")) {
            text.append('\n');
        }
    }

    private static void fact(StringBuilder text, String name, String value) {
        text.append('\n')
                .append(name)
                .append(":\n")
                .append(Printable.line(value))
                .append('\n');
    }

    private static void title(StringBuilder text, String title) {
        text.append('\n')
                .append(RULE)
                .append(' ')
                .append(title)
                .append(' ')
                .append(RULE)
                .append('\n');
    }
}
