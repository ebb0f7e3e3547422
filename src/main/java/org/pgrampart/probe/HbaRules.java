package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Subject;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;

/// The login rules in the order in which the server tries them.
///
/// The file itself is preferred: the server's view shows quoted names (to 15) like keywords. Where the file includes
/// others, or names lists in other files, the view tells what they hold.
///
/// @param path the main file, as the server names it
/// @param file its bytes, where a shell could read them; edits need it
public record HbaRules(String path, Optional<HbaFile> file, List<Placed> rules) {
    /// A rule and the file it stands in.
    public record Placed(String path, HbaRule rule) {
        public Subject subject() {
            return Subject.rule(path, rule.line(), rule.words());
        }

        public Evidence evidence() {
            return new Evidence(path + ":" + rule.line(), rule.words());
        }

        /// `pg_hba.conf:12`.
        public String place() {
            return subject().name();
        }
    }

    private static final Command FILE = Command.server("""
            [ -n "$PGHBA" ] || { echo "the server does not say where pg_hba.conf is" >&2; exit 77; }
            [ -r "$PGHBA" ] || { echo "this user may not read $PGHBA" >&2; exit 77; }
            cat -- "$PGHBA\"""");

    private static final Query PATH =
            Query.cluster("SELECT setting AS path FROM pg_catalog.pg_settings WHERE name = 'hba_file'");

    private static final Query VIEW = Query.cluster("""
            SELECT file_name, line_number, type, database, user_name, address, netmask, auth_method, options, error
              FROM pg_catalog.pg_hba_file_rules ORDER BY rule_number NULLS LAST, file_name, line_number""").needs(Query.HBA_RULES).since(16);

    private static final Query OLD_VIEW =
            Query.cluster("""
            SELECT NULL AS file_name, line_number, type, database, user_name, address, netmask, auth_method, options, error
              FROM pg_catalog.pg_hba_file_rules ORDER BY line_number""").needs(Query.HBA_RULES).before(16);

    public static final Probe<HbaRules> PROBE = Probe.of(HbaRules::read, FILE, PATH, VIEW, OLD_VIEW);

    static HbaRules read(Answers answers) {
        int major = answers.server().major();
        Optional<HbaFile> file = Optional.empty();
        if (answers.find(FILE) instanceof Answer.Seen<Output>(Output output) && output.status() == 0 && !output.cut()) {
            file = Optional.of(HbaFile.parse(output.bytes(), major));
        }
        Query view = major >= 16 ? VIEW : OLD_VIEW;
        String path = path(answers);
        if (file.isPresent()
                && file.get().includes().isEmpty()
                && file.get().listFiles().isEmpty()) {
            List<Placed> rules = file.get().rules().stream()
                    .map(rule -> new Placed(path, rule))
                    .toList();
            return new HbaRules(path, file, rules);
        }
        if (file.isPresent() && !answers.find(view).isSeen()) {
            throw new Unreadable(
                    path + " takes lines from other files, which only the server can join", Query.HBA_RULES.missing());
        }
        List<Placed> rules = new ArrayList<>();
        for (Row row : answers.rows(view)) {
            rules.add(placed(row, path, file));
        }
        return new HbaRules(path, file, List.copyOf(rules));
    }

    private static String path(Answers answers) {
        String known = answers.server().paths().getOrDefault("PGHBA", "");
        if (!known.isEmpty()) {
            return known;
        }
        if (answers.find(PATH) instanceof Answer.Seen<Rows>(Rows rows) && !rows.isEmpty()) {
            return rows.first().find("path").orElse("pg_hba.conf");
        }
        return "pg_hba.conf"; // hidden from roles without pg_read_all_settings
    }

    /// A line of the main file is taken from there, with its quotes, unless the view knows more: a list's content.
    private static Placed placed(Row row, String path, Optional<HbaFile> file) {
        int line = (int) row.integer("line_number");
        String own = row.find("file_name").orElse(path);
        if (own.equals(path) && file.isPresent()) {
            Optional<HbaRule> written = file.get().ruleAt(line).filter(rule -> !namesList(rule));
            if (written.isPresent()) {
                return new Placed(own, written.get());
            }
        }
        HbaRule rule = HbaRule.fromView(
                line,
                row.find("type").orElse(""),
                row.array("database"),
                row.array("user_name"),
                row.find("address").orElse(""),
                row.find("netmask").orElse(""),
                row.find("auth_method").orElse(""),
                row.array("options"),
                row.find("error").orElse(""));
        return new Placed(own, rule);
    }

    private static boolean namesList(HbaRule rule) {
        return rule.databases().stream().anyMatch(HbaToken::isFile)
                || rule.users().stream().anyMatch(HbaToken::isFile);
    }

    /// The rules alone, for the simulator; one with an error makes the server keep its old rules.
    public List<HbaRule> inOrder() {
        return rules.stream().map(Placed::rule).toList();
    }

    /// The rules the server can use: none of those with an error.
    public List<Placed> usable() {
        return rules.stream()
                .filter(p -> p.rule().error().isEmpty()
                        || p.rule().error().matches("host(ssl|gssenc) record cannot match.*"))
                .toList();
    }

    /// The very rule in the main file's bytes, for an edit; empty without those bytes or in another file.
    public Optional<HbaRule> editable(Placed placed) {
        return placed.path().equals(path)
                ? file.flatMap(bytes -> bytes.ruleAt(placed.rule().line()))
                : Optional.empty();
    }

    /// For tests: what a file with this text holds.
    public static HbaRules of(String text) {
        HbaFile file = HbaFile.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String path = "/etc/postgresql/18/main/pg_hba.conf";
        return new HbaRules(
                path,
                Optional.of(file),
                file.rules().stream().map(rule -> new Placed(path, rule)).toList());
    }
}
