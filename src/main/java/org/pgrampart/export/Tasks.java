package org.pgrampart.export;

import java.util.List;
import java.util.stream.Collectors;

/// The tasks of a playbook as text. Scripts in them know `$KEPT`, the folder with what was there before, `$DATA`, and
/// `sql DATABASE`, which runs the statements that come in.
final class Tasks {
    private static final String ENVIRONMENT = """
            environment: {KEPT: "{{ kept }}", DATA: "{{ pg_data }}", OWNER: "{{ pg_owner }}", PGHOST: "{{ pg_socket }}",
              PGPORT: "{{ pg_port }}", PGAPPNAME: pgrampart, PGOPTIONS: "-c search_path=pg_catalog -c lock_timeout=5s"}
            """;
    private static final String SQL = """
            sql() { (cd / && runuser -u "$OWNER" -- psql -XqAtw -v ON_ERROR_STOP=1 -d "$1" -f -); }
            """;
    private static final String SILENT = """
            DO $$ BEGIN
              IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
                PERFORM set_config(name, value, true) FROM (VALUES ('log_statement', 'none'), ('log_min_messages', 'panic'),
                  ('log_min_duration_statement', '-1'), ('log_min_error_statement', 'panic')) AS s(name, value);
              END IF;
            END $$;
            SET LOCAL password_encryption = 'scram-sha-256';
            """;

    private final int indent;
    private final String end;

    /// @param end a word that ends texts within scripts
    Tasks(int indent, String end) {
        this.indent = indent;
        this.end = end;
    }

    /// The column of the names of modules.
    private int module() {
        return indent + 2;
    }

    /// The column of what a module is told.
    int options() {
        return indent + 4;
    }

    /// @param options the lines below the module's name
    /// @param more lines beside it
    String task(String name, String module, String options, String more) {
        return head(name) + " ".repeat(module()) + "ansible.builtin." + module + ":\n" + indented(options, options())
                + indented(more, module());
    }

    private String head(String name) {
        return " ".repeat(indent) + "- name: " + Yaml.text(name) + "\n";
    }

    /// A copy of a text to a file.
    String copy(String name, String options, String content) {
        return task(name, "copy", options, "") + " ".repeat(options()) + "content: " + Yaml.block(content, options())
                + "\n";
    }

    String shell(String name, String script, String more) {
        String whole = script.contains("sql ") ? SQL + script : script;
        return head(name) + " ".repeat(module()) + "ansible.builtin.shell:\n"
                + " ".repeat(options()) + "cmd: " + Yaml.block(whole, options()) + "\n"
                + indented(more, options()) + indented(ENVIRONMENT, module());
    }

    /// The same where the last lines are no options of the module: `register: x`.
    String shell(String name, String script, String more, String beside) {
        return shell(name, script, more) + indented(beside, module());
    }

    /// A script that runs once, and whose beginning is noted, so that it can be taken back.
    String once(String name, String number, String script) {
        return shell(
                name,
                "set -eu\n: >\"$KEPT/" + number + ".touched\"\n" + script + ": >\"$KEPT/" + number + ".done\"\n",
                "creates: \"{{ kept }}/" + number + ".done\"\n");
    }

    /// Statements that run once, in one transaction: psql ends with 3 when nothing of it was kept, and then there is
    /// nothing to take back.
    String transaction(String name, String number, String script) {
        String end = ") || { rc=$?; [ $rc != 3 ] || rm -f \"$KEPT/" + number + ".touched\"; exit $rc; }\n";
        return once(name, number, "(\n" + script + end);
    }

    /// A copy of the file with all it has, before anything else happens to it.
    String keep(String path, String number) {
        return shell("Keep it as it is", """
                set -eu
                umask 077
                f=$(readlink -f -- %1$s) || f=%1$s
                if [ -e "$f" ]; then
                  cp -p -- "$f" "$KEPT/%2$s.new"
                  mv -f -- "$KEPT/%2$s.new" "$KEPT/%2$s.before"
                else
                  : >"$KEPT/%2$s.absent"
                fi
                : >"$KEPT/%2$s.kept"
                """.formatted(path, number), "creates: \"{{ kept }}/" + number + ".kept\"\n");
    }

    /// Statements for a shell: `command <<'END' …`.
    String fed(String command, String input) {
        String ended = input.endsWith("\n") || input.isEmpty() ? input : input + "\n";
        return command + " <<'" + end + "'\n" + ended + end + "\n";
    }

    /// The statements, each ended.
    static String joined(List<String> statements) {
        return statements.stream().map(statement -> statement + ";\n").collect(Collectors.joining());
    }

    /// The statements in one transaction that leaves no verifier in the server's log.
    static String transaction(List<String> statements) {
        return statements.isEmpty() ? "SELECT 1;\n" : "BEGIN;\n" + SILENT + joined(statements) + "COMMIT;\n";
    }

    static String quietly() {
        return "BEGIN;\n" + SILENT;
    }

    /// Puts a kept file back, unless somebody else has changed it since.
    static String backFile(String path, String number, String after) {
        return """
                set -eu
                f=$(readlink -f -- %1$s) || f=%1$s
                now=absent
                [ ! -e "$f" ] || now=$(sha256sum <"$f" | cut -c1-64)
                if [ -e "$KEPT/%2$s.absent" ]; then was=absent; else was=$(sha256sum <"$KEPT/%2$s.before" | cut -c1-64); fi
                [ "$now" != "$was" ] || exit 0
                [ "$now" = "%3$s" ] || { echo "$f was changed by somebody else since; it is left alone" >&2; exit 1; }
                if [ "$was" = absent ]; then rm -f -- "$f"; exit 0; fi
                cp -p -- "$KEPT/%2$s.before" "$f.pgrampart"
                mv -f -- "$f.pgrampart" "$f"
                """.formatted(path, number, after);
    }

    /// Puts settings back: the file byte for byte, or by statements where somebody else has set something since.
    String backSettings(String number, List<String> undo) {
        return """
                set -eu
                f=$DATA/postgresql.auto.conf
                if [ -s "$KEPT/%1$s.after" ] && sha256sum <"$f" | cmp -s - "$KEPT/%1$s.after"; then
                  cp -p -- "$KEPT/%1$s.before" "$f.pgrampart"
                  mv -f -- "$f.pgrampart" "$f"
                  exit 0
                fi
                """.formatted(number) + fed("sql postgres", joined(undo));
    }

    private static String indented(String text, int columns) {
        return text.lines().map(line -> " ".repeat(columns) + line + "\n").collect(Collectors.joining());
    }
}
