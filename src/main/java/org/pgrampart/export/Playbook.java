package org.pgrampart.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Step;
import org.pgrampart.format.Shell;
import org.pgrampart.plan.Plan;

/// A plan as an Ansible playbook that uses `ansible.builtin` alone, and the playbook that takes it back.
///
/// What is there is kept on the server before it is changed, and a failure takes everything back at once. The server is
/// told by a task and not by a handler, because nothing rescues a handler that fails.
final class Playbook {
    private static final String RESTART = """
            set -eu
            pid=$(sed -n 1p "$DATA/postmaster.pid")
            unit=$(sed -n 's|.*/\\(postgresql[^/]*\\.service\\)$|\\1|p' "/proc/$pid/cgroup" | head -n 1)
            : >"$KEPT/restarted"
            systemctl restart "$unit"
            for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
              [ "$(sed -n 8p "$DATA/postmaster.pid" | tr -d ' ')" != ready ] || exit 0
              sleep 0.5
            done
            exit 1
            """;
    private static final String MISTAKES = """
            SELECT 'line ' || line_number || ' of pg_hba.conf: ' || error FROM pg_hba_file_rules WHERE error IS NOT NULL;
            SELECT 'setting ' || coalesce(name, '') || ': ' || error FROM pg_file_settings
             WHERE error IS NOT NULL AND error <> 'setting could not be applied';
            """;

    private final Export export;
    private final List<Act> acts;

    Playbook(Export export) {
        this.export = export;
        this.acts = export.acts();
    }

    /// @param undoName the name of the file with the other playbook
    String forward(String undoName) {
        String cut = "It may cut access and no timer undoes it: have another way into the server before you run it.\n";
        StringBuilder text = head("""
                Use:  ansible-playbook -i HOST, FILE
                Undo: ansible-playbook -i HOST, %s
                It needs root on the host. If a task fails, everything is taken back at once.
                """.formatted(undoName) + (Told.mayCutAccess(export) ? cut : ""));
        play(text, "Change PostgreSQL");
        prompts(text);
        text.append("  tasks:\n    - name: Change it, or take everything back\n      block:\n");
        Tasks tasks = tasks(8);
        text.append(tasks.task("Make a folder for what is kept", "file", """
                path: "{{ kept }}"
                state: directory
                owner: root
                group: root
                mode: "0700"
                """, ""));
        acts.stream().filter(act -> !late(act)).forEach(act -> act(text, tasks, act));
        text.append(tasks.shell(
                "Look whether PostgreSQL finds a mistake in its files",
                tasks.fed("sql postgres", MISTAKES),
                "",
                "register: mistakes\nchanged_when: false\nfailed_when: mistakes.rc != 0 or mistakes.stdout != \"\"\n"));
        activate(text, tasks, false);
        text.append(tasks.shell("Log in anew", tasks.fed("sql postgres", "SELECT 1;\n"), "", "changed_when: false\n"));
        acts.stream().filter(Playbook::late).forEach(act -> act(text, tasks, act));
        text.append("      rescue:\n");
        back(text, tasks);
        return text.append(tasks.task(
                        "Say that it was undone",
                        "fail",
                        "msg: The change failed and was taken back; the task that failed is named above.\n",
                        ""))
                .toString();
    }

    String undo() {
        StringBuilder text = head("Takes back what the playbook beside it did. It may be run any number of times.\n");
        play(text, "Take the change of PostgreSQL back");
        text.append("  tasks:\n");
        Tasks tasks = tasks(4);
        text.append(tasks.task(
                "Look whether it was applied here", "stat", "path: \"{{ kept }}\"\n", "register: applied\n"));
        text.append("    - name: Take it back\n      when: applied.stat.exists\n      block:\n");
        back(text, tasks(8));
        return text.toString();
    }

    private Tasks tasks(int indent) {
        return new Tasks(indent, "END_" + export.id());
    }

    private StringBuilder head(String use) {
        StringBuilder text = new StringBuilder();
        Told.head(export, acts, use)
                .lines()
                .forEach(line -> text.append(line.isEmpty() ? "#" : "# " + line).append('\n'));
        return text.append("---\n");
    }

    private void play(StringBuilder text, String name) {
        String sockets = export.path("PGSOCKETS");
        String port = export.path("PGPORT");
        text.append("- name: ").append(name).append('\n');
        text.append("  hosts: all\n  become: true\n  gather_facts: false\n  vars:\n");
        text.append("    kept: /var/lib/pgrampart/ansible/").append(export.id()).append('\n');
        text.append("    pg_data: ").append(Yaml.text(export.path("PGDATA"))).append('\n');
        text.append("    pg_port: ")
                .append(Yaml.text(port.isEmpty() ? "5432" : port))
                .append('\n');
        text.append("    pg_socket: ")
                .append(Yaml.text(sockets.isBlank() ? "/var/run/postgresql" : sockets.split("[,\\s]+")[0]))
                .append('\n');
        text.append("    pg_owner: postgres\n");
    }

    private void prompts(StringBuilder text) {
        List<Act.Asked> asked = new ArrayList<>();
        acts.forEach(act -> {
            if (act instanceof Act.Statements sql) {
                asked.addAll(sql.asked());
            }
        });
        if (asked.isEmpty()) {
            return;
        }
        text.append("  vars_prompt:\n");
        asked.forEach(one -> text.append("    - name: ")
                .append(one.variable())
                .append("\n      prompt: ")
                .append(Yaml.text(plain(one.what())))
                .append("\n      private: true\n      unsafe: true\n"));
    }

    // names are read as templates
    private static String plain(String what) {
        return what.replace("{", "(").replace("}", ")");
    }

    private static boolean late(Act act) {
        return act instanceof Act.FileContents file && file.late() || act instanceof Act.Command run && run.late();
    }

    private void act(StringBuilder text, Tasks tasks, Act act) {
        String name = plain(act.what());
        String n = Integer.toString(act.number());
        text.append("        # ").append(n).append(". ").append(act.what()).append('\n');
        switch (act) {
            case Act.Statements sql -> statements(text, tasks, sql);
            case Act.Settings settings -> {
                text.append(tasks.keep("\"$DATA/postgresql.auto.conf\"", n));
                text.append(tasks.once(
                        name,
                        n,
                        tasks.fed("sql postgres", Tasks.joined(settings.forward()))
                                + "sha256sum <\"$DATA/postgresql.auto.conf\" >\"$KEPT/" + n + ".after\"\n"));
            }
            case Act.FileContents file -> file(text, tasks, file);
            case Act.Attributes attributes -> {
                String path = Shell.quoteName(attributes.path());
                text.append(tasks.shell(
                        "Keep its owner and mode",
                        "umask 077; stat -L -c '%u:%g %a' -- " + path + " >\"$KEPT/" + n + ".meta\"\n",
                        "creates: \"{{ kept }}/" + n + ".meta\"\n"));
                text.append(tasks.task(
                        name,
                        "file",
                        "path: " + Yaml.text(attributes.path()) + "\n" + owner(attributes.owner())
                                + attributes
                                        .mode()
                                        .map(mode -> "mode: \"0" + mode + "\"\n")
                                        .orElse(""),
                        ""));
            }
            case Act.Command command -> {
                if (command.run().argv().equals(List.of("nft", "-f", "-"))) {
                    text.append(tasks.shell(
                            "Ask the kernel whether it takes the rules",
                            tasks.fed("nft -c -f -", command.run().input()),
                            "",
                            "changed_when: false\n"));
                }
                text.append(tasks.once(name, n, run(tasks, command.run())));
            }
            case Act.ByHand hand ->
                text.append("        # By hand. ").append(hand.because()).append('\n');
        }
    }

    private static String run(Tasks tasks, Step.Run run) {
        String words = Shell.command(run.argv());
        return run.input().isEmpty() ? words + " </dev/null\n" : tasks.fed(words, run.input());
    }

    private static String owner(Optional<String> owner) {
        return owner.map(both -> both.split(":", 2))
                .map(both -> "owner: " + Yaml.text(both[0]) + "\ngroup: " + Yaml.text(both[1]) + "\n")
                .orElse("");
    }

    private void statements(StringBuilder text, Tasks tasks, Act.Statements sql) {
        String n = Integer.toString(sql.number());
        String name = plain(sql.what());
        if (!sql.kept().isEmpty()) {
            text.append(tasks.shell(
                    "Keep the verifiers that it replaces",
                    "set -eu\numask 077\n"
                            + tasks.fed("sql postgres >\"$KEPT/" + n + ".new\"", Told.verifiers(sql.kept()))
                            + "mv -f -- \"$KEPT/" + n + ".new\" \"$KEPT/" + n + ".sql\"\n",
                    "creates: \"{{ kept }}/" + n + ".sql\"\n"));
        }
        String database = Shell.quote(sql.database());
        if (sql.asked().isEmpty()) {
            text.append(tasks.transaction(name, n, tasks.fed("sql " + database, Tasks.transaction(sql.forward()))));
            return;
        }
        String hidden = sql.asked().stream()
                .map(asked -> "\\set " + asked.variable() + " '{{ " + asked.variable()
                        + " | replace('\\\\', '\\\\\\\\') | replace(\"'\", \"''\") }}'\n")
                .collect(Collectors.joining());
        text.append(tasks.transaction(
                        name,
                        n,
                        "secrets=$(cat)\n{\nprintf '%s\\n' \"$secrets\"\n"
                                + tasks.fed("cat", Tasks.transaction(sql.forward())) + "} | sql " + database + "\n"))
                .append(" ".repeat(10))
                .append("args:\n            stdin: |2\n")
                .append(hidden.lines().map(line -> " ".repeat(14) + line + "\n").collect(Collectors.joining()))
                .append("          no_log: true\n");
    }

    private void file(StringBuilder text, Tasks tasks, Act.FileContents file) {
        String n = Integer.toString(file.number());
        String path = Yaml.text(file.path());
        String name = plain(file.what());
        String now = "file_" + n + ".stat.checksum | default('absent')";
        text.append(tasks.task(
                "Look at it",
                "stat",
                "path: " + path + "\nchecksum_algorithm: sha256\nfollow: true\n",
                "register: file_" + n + "\n"));
        if (!file.whatever()) {
            text.append(tasks.task(
                    "Refuse if somebody has changed it since the plan was made",
                    "assert",
                    """
                    that: %s in ['%s', '%s']
                    fail_msg: It has been changed since the plan was made. Make the plan again.
                    quiet: true
                    """.formatted(now, sha(file.before()), sha(file.after())),
                    ""));
        }
        text.append(tasks.keep(Shell.quoteName(file.path()), n));
        Optional<String> content = readable(file);
        if (file.after().isEmpty()) {
            text.append(tasks.task(name, "file", "path: " + path + "\nstate: absent\n", ""));
        } else if (content.isEmpty()) {
            text.append(tasks.shell(name, splice(file), "", "when: " + now + " != '" + sha(file.after()) + "'\n"));
        } else if (file.before().isPresent()) {
            text.append(tasks.copy(name, "dest: " + path + "\nfollow: true\n", content.get()));
        } else {
            String folder = Shell.quoteName(file.path());
            text.append(tasks.shell(
                    "Have its folder", "mkdir -p -- \"$(dirname -- " + folder + ")\"\n", "", "changed_when: false\n"));
            text.append(tasks.copy(
                    name,
                    "dest: " + path + "\n" + owner(file.owner()) + "mode: \""
                            + file.mode().orElse("0600") + "\"\n",
                    content.get()));
        }
    }

    private static String sha(Optional<Content> content) {
        return content.map(Content::sha256).orElse("absent");
    }

    /// The whole new content where a playbook may hold it: text without a secret.
    private static Optional<String> readable(Act.FileContents file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.after().map(Content::bytes).orElseGet(() -> new byte[0])))
                    .toString();
            return text.isEmpty() || text.indexOf('\0') >= 0 || Pieces.isSecret(text)
                    ? Optional.empty()
                    : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    // only the bytes that change, so that the rest of the file need not be in the playbook
    private static String splice(Act.FileContents file) {
        StringBuilder script = new StringBuilder("""
                set -eu
                f=$(readlink -f -- %1$s) || f=%1$s
                new=$f.pgrampart
                [ ! -e "$f" ] || cp -p -- "$f" "$new"
                {
                :
                """.formatted(Shell.quoteName(file.path())));
        int at = 0;
        boolean known = !file.whatever() && file.before().isPresent();
        for (Pieces.Piece piece : Pieces.of(file)) {
            if (known) {
                script.append("tail -c +" + (at + 1) + " \"$f\" | head -c " + (piece.offset() - at) + "\n");
            }
            if (piece.bytes().length > 0) {
                script.append("printf %s ").append(piece.base64()).append(" | base64 -d\n");
            }
            at = piece.offset() + piece.length();
        }
        if (known) {
            script.append("tail -c +" + (at + 1) + " \"$f\"\n");
        }
        return script.append("} >\"$new\"\n[ \"$(sha256sum <\"$new\" | cut -c1-64)\" = ")
                .append(sha(file.after()))
                .append(" ]\nmv -f -- \"$new\" \"$f\"\n")
                .toString();
    }

    private void activate(StringBuilder text, Tasks tasks, boolean back) {
        List<Plan.Item> items = export.plan().exported();
        if (items.stream().anyMatch(item -> item.effect() == Effect.RESTART)) {
            text.append(tasks.shell(
                    "Restart PostgreSQL",
                    back ? "[ -e \"$KEPT/restarted\" ] || exit 0\n" + RESTART : RESTART,
                    back ? "" : "creates: \"{{ kept }}/restarted\"\n"));
        } else if (items.stream().anyMatch(item -> item.effect() == Effect.RELOAD)
                || acts.stream().anyMatch(Act.Settings.class::isInstance)) {
            text.append(tasks.shell(
                    "Let PostgreSQL read its files again",
                    tasks.fed("sql postgres", "SELECT pg_reload_conf();\n"),
                    "",
                    "changed_when: false\n"));
        }
    }

    private void back(StringBuilder text, Tasks tasks) {
        for (Act act : acts.reversed()) {
            String n = Integer.toString(act.number());
            String script = switch (act) {
                case Act.Statements sql
                when !sql.kept().isEmpty() ->
                    "{\n" + tasks.fed("cat", Tasks.quietly()) + "cat \"$KEPT/" + n
                            + ".sql\"\necho 'COMMIT;'\n} | sql postgres\n";
                case Act.Statements sql ->
                    tasks.fed("sql " + Shell.quote(sql.database()), Tasks.transaction(sql.undo()));
                case Act.Settings settings -> tasks.backSettings(n, settings.undo());
                case Act.FileContents file -> Tasks.backFile(Shell.quoteName(file.path()), n, sha(file.after()));
                case Act.Attributes attributes -> {
                    String path = Shell.quoteName(attributes.path());
                    yield "was=$(cat \"$KEPT/" + n + ".meta\")\nchown \"${was% *}\" -- " + path
                            + " && chmod \"${was#* }\" -- " + path + "\n";
                }
                case Act.Command command ->
                    command.undo().map(run -> run(tasks, run)).orElse(":\n");
                case Act.ByHand _ -> "";
            };
            String mark = switch (act) {
                case Act.FileContents _ -> ".kept";
                case Act.Attributes _ -> ".meta";
                default -> ".touched";
            };
            if (!script.isEmpty()) {
                text.append(tasks.shell(
                        "Take back: " + plain(act.what()), script, "removes: \"{{ kept }}/" + n + mark + "\"\n"));
            }
        }
        activate(text, tasks, true);
        text.append(tasks.task("Remove what was kept", "file", "path: \"{{ kept }}\"\nstate: absent\n", ""));
    }
}
