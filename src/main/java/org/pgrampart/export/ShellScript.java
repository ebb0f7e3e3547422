package org.pgrampart.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Step;
import org.pgrampart.format.Shell;
import org.pgrampart.plan.Plan;

/// A plan as one script for a POSIX shell: it keeps what is there, changes, looks, and takes everything back when
/// asked.
final class ShellScript {
    private final Export export;
    private final List<Act> acts;
    /// Ends the texts within the script; nothing in a plan can hold its own digest.
    private final String end;

    /// The change set that it takes back; empty when it carries a plan out.
    private final String undoes;

    ShellScript(Export export) {
        this(export, "");
    }

    private ShellScript(Export export, String undoes) {
        this.export = export;
        this.acts = export.acts();
        this.end = "END_" + export.id();
        this.undoes = undoes;
    }

    /// The script that takes a change set back without its folder on the server; files are in it as a whole.
    static ShellScript undoing(Export inverse, String changeSet) {
        return new ShellScript(inverse, changeSet);
    }

    String text() {
        StringBuilder text = new StringBuilder("#!/bin/sh\n");
        Told.head(export, acts, use())
                .lines()
                .forEach(line -> text.append(line.isEmpty() ? "#" : "# " + line).append('\n'));
        text.append('\n');
        text.append(Shell.assignment("ID", export.id())).append('\n');
        text.append(Shell.assignment("PGDATA", export.path("PGDATA"))).append('\n');
        text.append("EFFECT=").append(effect()).append('\n');
        text.append("HAZARD=").append(hazardous() ? "yes" : "no").append('\n');
        text.append("NEEDS_ROOT=").append(needsRoot() ? "yes" : "no").append('\n');
        text.append("NEEDS_SQL=").append(needsSql() ? "yes" : "no").append('\n');
        text.append(skeleton());
        text.append("\n# --- the changes ").append("-".repeat(103)).append('\n');
        functions(text);
        secrets(text);
        list(text, "changes", false);
        list(text, "late", true);
        back(text);
        return text.append("\nmain \"${1:-help}\"\n").toString();
    }

    private String use() {
        if (!undoes.isEmpty()) {
            return """
                    Takes change set %s back on a server that has lost its own script, such as one restored elsewhere.
                    On the server itself this is better: its rollback.sh in the folder txn/%1$s

                    Use:  sudo sh FILE check           looks whether it can be taken back; changes nothing
                          sudo sh FILE manual          takes it back, unless somebody has changed a file since
                          sudo sh FILE manual force    also over what others have changed; their version is kept
                          sudo sh FILE undo            what this script did is taken back itself
                    """.formatted(undoes);
        }
        String timer = """
                      sudo sh FILE keep      within 180 seconds of apply (WINDOW=… changes that), else it is undone

                A timer undoes what nobody kept; a restart of the machine in between stops it: then run undo.
                """;
        return """
                Use:  sudo sh FILE check     looks whether it can be applied; changes nothing
                      sudo sh FILE apply     keeps what is there, changes it, and undoes all of it if anything fails
                      sudo sh FILE undo      takes everything back ("undo force" also over what others changed since)
                """ + (hazardous() ? timer : "");
    }

    // to take something back needs no timer: regaining access comes first
    private boolean hazardous() {
        return undoes.isEmpty()
                && export.plan().exported().stream().anyMatch(item -> item.hazard() == Hazard.MAY_CUT_ACCESS);
    }

    private boolean needsSql() {
        return acts.stream().anyMatch(act -> act instanceof Act.Statements || act instanceof Act.Settings)
                || !effect().equals("none");
    }

    private boolean needsRoot() {
        return export.plan().exported().stream().anyMatch(item -> item.change().outside())
                || acts.stream().anyMatch(Act.Command.class::isInstance);
    }

    private String effect() {
        List<Plan.Item> items = export.plan().exported();
        if (items.stream().anyMatch(item -> item.effect() == Effect.RESTART)) {
            return "restart";
        }
        boolean reload = items.stream().anyMatch(item -> item.effect() == Effect.RELOAD)
                || acts.stream().anyMatch(Act.Settings.class::isInstance);
        return reload ? "reload" : "none";
    }

    private static String skeleton() {
        try (InputStream in = ShellScript.class.getResourceAsStream("change.sh")) {
            if (in == null) {
                throw new IllegalStateException("The program is incomplete: change.sh is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // what is longer than a line: statements and the input of commands
    private void functions(StringBuilder text) {
        for (Act act : acts) {
            switch (act) {
                case Act.Statements sql -> statements(text, sql);
                case Act.Settings settings -> {
                    function(text, "do_" + settings.number(), fed("sql postgres", joined(settings.forward())));
                    function(text, "undo_" + settings.number(), fed("sql postgres", joined(settings.undo())));
                }
                case Act.Command command -> {
                    String number = Integer.toString(command.number());
                    if (command.run().argv().equals(List.of("nft", "-f", "-"))) {
                        function(
                                text,
                                "check_" + number,
                                fed("nft -c -f -", command.run().input()));
                    }
                    function(text, "do_" + number, command(command.run()));
                    function(
                            text,
                            "undo_" + number,
                            command.undo().map(this::command).orElse(":\n"));
                }
                case Act.FileContents _, Act.Attributes _, Act.ByHand _ -> {}
            }
        }
    }

    private void statements(StringBuilder text, Act.Statements sql) {
        String run = "quiet_sql " + Shell.quote(sql.database()) + " " + sql.number();
        if (sql.asked().isEmpty()) {
            function(text, "do_" + sql.number(), fed(run, joined(sql.forward())));
        } else {
            String hidden = sql.asked().stream()
                    .map(asked -> "printf '%%s\\n' \"$%1$s\" | hide %1$s%n"
                            .formatted(asked.variable())
                            .replace("\r", ""))
                    .collect(Collectors.joining());
            function(
                    text,
                    "do_" + sql.number(),
                    "{\n" + hidden + fed("cat", joined(sql.forward())) + "} | " + run + "\n");
        }
        function(text, "undo_" + sql.number(), sql.undo().isEmpty() ? ":\n" : fed(run, joined(sql.undo())));
        if (!sql.kept().isEmpty()) {
            function(text, "keep_" + sql.number(), fed("sql postgres", Told.verifiers(sql.kept())));
        }
    }

    private static String joined(List<String> statements) {
        return statements.stream().map(statement -> statement + ";\n").collect(Collectors.joining());
    }

    private String command(Step.Run run) {
        String words = Shell.command(run.argv());
        return run.input().isEmpty() ? words + " </dev/null >/dev/null 2>&1\n" : fed(words, run.input());
    }

    private String fed(String command, String input) {
        String ended = input.endsWith("\n") || input.isEmpty() ? input : input + "\n";
        return command + " <<'" + end + "'\n" + ended + end + "\n";
    }

    private static void function(StringBuilder text, String name, String body) {
        text.append(name).append("() {\n").append(body).append("}\n");
    }

    // all of them before anything is changed
    private void secrets(StringBuilder text) {
        List<String> lines = new ArrayList<>();
        for (Act act : acts) {
            if (act instanceof Act.Statements sql) {
                sql.asked()
                        .forEach(asked ->
                                lines.add(asked.variable() + "=$(ask " + Shell.quote(asked.what()) + ") || exit 2\n"));
            }
        }
        function(text, "secrets", lines.isEmpty() ? "    :\n" : "    " + String.join("    ", lines));
    }

    private void list(StringBuilder text, String name, boolean late) {
        StringBuilder body = new StringBuilder();
        for (Act act : acts) {
            String heading = "    # " + act.number() + ". " + act.what() + "\n";
            String number = Integer.toString(act.number());
            switch (act) {
                case Act.FileContents file
                when file.late() == late ->
                    body.append(heading)
                            .append("    ")
                            .append(file(file, "\"$1\""))
                            .append(" <<'")
                            .append(end)
                            .append("' || return 1\n")
                            .append(pieces(file))
                            .append(end)
                            .append('\n');
                case Act.Command command
                when command.late() == late ->
                    body.append(heading).append("    run \"$1\" " + number + " || return 1\n");
                case Act.Statements _
                when !late -> body.append(heading).append("    run \"$1\" " + number + " || return 1\n");
                case Act.Settings _
                when !late -> body.append(heading).append("    settings \"$1\" " + number + " || return 1\n");
                case Act.Attributes attributes
                when !late ->
                    body.append(heading)
                            .append("    ")
                            .append(attributes(attributes, "\"$1\""))
                            .append(" || return 1\n");
                case Act.ByHand hand
                when !late ->
                    body.append(heading)
                            .append("    # By hand. ")
                            .append(hand.because())
                            .append('\n');
                default -> {}
            }
        }
        function(text, name, body + "    return 0\n");
    }

    private void back(StringBuilder text) {
        StringBuilder body = new StringBuilder("    bad=0\n");
        for (Act act : acts.reversed()) {
            String call = switch (act) {
                case Act.FileContents file -> file(file, "undo");
                case Act.Command command -> "run undo " + command.number();
                case Act.Statements sql -> "run undo " + sql.number();
                case Act.Settings settings -> "settings undo " + settings.number();
                case Act.Attributes attributes -> attributes(attributes, "undo");
                case Act.ByHand _ -> "";
            };
            if (!call.isEmpty()) {
                body.append("    ").append(call).append(" || bad=1\n");
            }
        }
        function(text, "back", body + "    return $bad\n");
    }

    private String file(Act.FileContents file, String verb) {
        String before = file.whatever() ? "any" : sha(file.before());
        return "file %s %d %s %s %s %s %s %s"
                .formatted(
                        verb,
                        file.number(),
                        Shell.quoteName(file.path()),
                        before,
                        sha(file.after()),
                        Shell.quote(file.owner().orElse("")),
                        Shell.quote(file.mode().orElse("")),
                        isWhole(file) ? "whole" : "parts");
    }

    // whole files come back over any other version; parts only over the one they were worked out for
    private boolean isWhole(Act.FileContents file) {
        return file.whatever()
                || !undoes.isEmpty()
                        && file.after()
                                .filter(content ->
                                        !Pieces.isSecret(new String(content.bytes(), StandardCharsets.ISO_8859_1)))
                                .isPresent();
    }

    private static String sha(java.util.Optional<Content> content) {
        return content.map(Content::sha256).orElse("absent");
    }

    private static String attributes(Act.Attributes act, String verb) {
        return "attributes %s %d %s %s %s"
                .formatted(
                        verb,
                        act.number(),
                        Shell.quoteName(act.path()),
                        Shell.quote(act.owner().orElse("")),
                        Shell.quote(act.mode().orElse("")));
    }

    private String pieces(Act.FileContents file) {
        if (isWhole(file)) {
            return file.after()
                    .map(content -> "0 0 " + new Pieces.Piece(0, 0, content.bytes()).base64() + "\n")
                    .orElse("");
        }
        return Pieces.of(file).stream()
                .map(piece -> piece.offset() + " " + piece.length() + " " + piece.base64() + "\n")
                .collect(Collectors.joining());
    }
}
