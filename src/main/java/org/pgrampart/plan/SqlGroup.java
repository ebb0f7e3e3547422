package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pgrampart.change.Step;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Secret;
import org.pgrampart.target.WriteSession;

/// Statements that run in one transaction of one database, with those that take them back.
///
/// @param database null is any, because they are about the whole cluster
/// @param undo in the order in which they undo
record SqlGroup(@Nullable String database, List<Step.Sql> forward, List<Step.Sql> undo) {
    private static final String NEXT = Step.Sql.NEXT;

    /// The plan's statements in their order, neighbours of one database together.
    static List<SqlGroup> of(List<Plan.Item> items) {
        List<SqlGroup> groups = new ArrayList<>();
        for (Plan.Item item : items) {
            for (Step step : item.change().steps()) {
                if (!(step instanceof Step.Sql sql) || sql.alone()) {
                    continue;
                }
                if (groups.isEmpty() || !Objects.equals(groups.getLast().database(), sql.database())) {
                    groups.add(new SqlGroup(sql.database(), new ArrayList<>(), new ArrayList<>()));
                }
                groups.getLast().forward().add(sql);
            }
            List<Step.Sql> back = new ArrayList<>();
            for (Step step : item.inverse().steps()) {
                if (step instanceof Step.Sql sql && !sql.alone() && !groups.isEmpty()) {
                    back.add(sql);
                }
            }
            if (!back.isEmpty()) {
                groups.getLast().undo().addAll(0, back);
            }
        }
        return groups;
    }

    List<WriteSession.Statement> statements() {
        return forward.stream()
                .map(sql -> new WriteSession.Statement(sql.text(), sql.secret()))
                .toList();
    }

    List<WriteSession.Statement> undoStatements() {
        return undo.stream()
                .map(sql -> new WriteSession.Statement(sql.text(), sql.secret()))
                .toList();
    }

    /// A script for psql, in one transaction; verifiers are in it.
    String undoScript() {
        return transaction(undo, SqlGroup::filled);
    }

    /// The same for a person's eyes: a verifier is only said to be there.
    String undoScriptShown() {
        return transaction(undo, SqlGroup::shown);
    }

    /// The same after its passwords have been forgotten; empty when it holds none.
    Optional<String> undoScriptWithoutSecrets() {
        List<Step.Sql> rest = undo.stream().filter(sql -> sql.secret() == null).toList();
        return rest.size() == undo.size() ? Optional.empty() : Optional.of(transaction(rest, SqlGroup::filled));
    }

    private static String transaction(List<Step.Sql> undo, Function<Step.Sql, String> text) {
        StringBuilder script = new StringBuilder("BEGIN;");
        if (undo.stream().anyMatch(sql -> sql.secret() != null)) {
            // a setting of an extension that is not there is taken and means nothing
            for (String setting : List.of(
                    "log_statement = 'none'",
                    "log_min_duration_statement = -1",
                    "log_min_error_statement = 'panic'",
                    "pgaudit.log = 'none'",
                    "pg_stat_statements.track_utility = off")) {
                script.append(NEXT).append("SET LOCAL ").append(setting).append(';');
            }
        }
        undo.forEach(sql -> script.append(NEXT).append(text.apply(sql)).append(';'));
        return script.append(NEXT).append("COMMIT;\n").toString();
    }

    /// The statements of such a script again, without BEGIN and COMMIT.
    static List<WriteSession.Statement> read(String script) {
        List<WriteSession.Statement> statements = new ArrayList<>();
        for (String part : script.strip().split(NEXT, -1)) {
            String text = part.strip();
            if (!text.isEmpty() && !text.equals("BEGIN;") && !text.equals("COMMIT;")) {
                statements.add(new WriteSession.Statement(text.substring(0, text.length() - 1), null));
            }
        }
        return statements;
    }

    static String script(List<Step.Sql> alone) {
        return script(alone, SqlGroup::filled);
    }

    static String scriptShown(List<Step.Sql> alone) {
        return script(alone, SqlGroup::shown);
    }

    private static String script(List<Step.Sql> alone, Function<Step.Sql, String> text) {
        return String.join(
                        NEXT, alone.stream().map(sql -> text.apply(sql) + ";").toList()) + "\n";
    }

    /// The statements that put settings back, last change first; each refuses to run inside a transaction.
    static List<Step.Sql> undoAlone(Plan plan) {
        List<Step.Sql> alone = new ArrayList<>();
        for (Plan.Item item : plan.running().reversed()) {
            for (Step step : item.inverse().steps()) {
                if (step instanceof Step.Sql sql && sql.alone()) {
                    alone.add(sql);
                }
            }
        }
        return alone;
    }

    private static String shown(Step.Sql sql) {
        return sql.text().replace(":'secret'", StepText.SECRET);
    }

    private static String filled(Step.Sql sql) {
        Secret secret = sql.secret();
        return secret == null ? sql.text() : sql.text().replace(":'secret'", Sql.literal(secret.reveal()));
    }
}
