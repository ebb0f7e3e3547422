package org.pgrampart.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Content;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.HostChange;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.change.Step;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.UndoRuns;

/// Turns a plan into acts, in the order in which applying it would: transactions, settings, files and commands.
final class Acts {
    private final List<Act> statements = new ArrayList<>();
    private final List<Act> settings = new ArrayList<>();
    private final List<Act> others = new ArrayList<>();
    private final List<Act> byHand = new ArrayList<>();
    private int number;
    private int secrets;

    private final String anyDatabase;

    private Acts(String anyDatabase) {
        this.anyDatabase = anyDatabase;
    }

    /// @param databases those of the server
    static List<Act> of(Plan plan, List<String> databases) {
        boolean usual = databases.isEmpty() || databases.contains("postgres");
        Acts acts = new Acts(usual ? "postgres" : databases.getFirst());
        plan.exported().forEach(acts::item);
        List<Act> all = new ArrayList<>(acts.statements);
        all.addAll(acts.settings);
        all.addAll(acts.others);
        all.addAll(acts.byHand);
        return List.copyOf(all);
    }

    private void item(Plan.Item item) {
        String what = Printable.line(item.summary());
        sql(item, what);
        settings(item, what);
        for (UndoRuns.Item each : UndoRuns.of(item.change(), item.inverse())) {
            other(item, what, each.step(), each.late(), each.undo());
        }
    }

    private void sql(Plan.Item item, String what) {
        List<Step.Sql> forward = sql(item.change().steps(), false);
        if (forward.isEmpty()) {
            return;
        }
        List<Step.Sql> undo = sql(item.inverse().steps(), false);
        List<String> kept = item.change() instanceof SetVerifier verifier ? List.of(verifier.role()) : List.of();
        if (kept.isEmpty() && undo.stream().anyMatch(sql -> sql.secret() != null)) {
            number++;
            byHand.add(new Act.ByHand(number, what, "Taking it back needs a secret that no file may hold."));
            return;
        }
        // one transaction for each change: what it asks for and keeps stays beside it
        String database = forward.getFirst().database();
        number++;
        List<Act.Asked> asked = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Step.Sql sql : forward) {
            String text = sql.text();
            if (sql.secret() != null) {
                secrets++;
                String variable = "secret_" + secrets;
                asked.add(new Act.Asked(
                        variable,
                        item.change() instanceof SetVerifier verifier
                                ? "Password of role " + Printable.line(verifier.role())
                                : "Secret of: " + what));
                text = text.replace(":'secret'", ":'" + variable + "'");
            }
            texts.add(text);
        }
        statements.add(new Act.Statements(
                number,
                what,
                database == null ? anyDatabase : database,
                List.copyOf(texts),
                kept.isEmpty() ? undo.stream().map(Step.Sql::text).toList() : List.of(),
                List.copyOf(asked),
                kept));
    }

    private void settings(Plan.Item item, String what) {
        List<Step.Sql> forward = sql(item.change().steps(), true);
        if (!forward.isEmpty()) {
            number++;
            settings.add(new Act.Settings(
                    number,
                    what,
                    forward.stream().map(Step.Sql::text).toList(),
                    sql(item.inverse().steps(), true).stream()
                            .map(Step.Sql::text)
                            .toList()));
        }
    }

    private static List<Step.Sql> sql(List<Step> steps, boolean alone) {
        List<Step.Sql> found = new ArrayList<>();
        steps.forEach(step -> {
            if (step instanceof Step.Sql sql && sql.alone() == alone) {
                found.add(sql);
            }
        });
        return found;
    }

    private void other(Plan.Item item, String what, Step step, boolean late, Optional<Step.Run> undo) {
        switch (step) {
            case Step.Write write ->
                file(new Act.FileContents(
                        ++number,
                        what,
                        write.path(),
                        before(item, write.path()),
                        whatever(item, write.path()),
                        Optional.of(new Content(write.content())),
                        Optional.ofNullable(write.owner()),
                        Optional.ofNullable(write.mode()),
                        late));
            case Step.Delete(String path) ->
                file(new Act.FileContents(
                        ++number,
                        what,
                        path,
                        before(item, path),
                        whatever(item, path),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        late));
            case Step.Attributes attributes ->
                others.add(new Act.Attributes(
                        ++number,
                        what,
                        attributes.path(),
                        Optional.ofNullable(attributes.owner()),
                        Optional.ofNullable(attributes.mode())));
            case Step.Run run -> {
                if (Pieces.isSecret(run.input())) {
                    byHand.add(new Act.ByHand(++number, what, "Its input holds a secret, which no file may hold."));
                } else {
                    others.add(new Act.Command(++number, what, run, undo, late));
                }
            }
            case Step.Sql _, Step.WhenKept _ -> {}
        }
    }

    private static Optional<Content> before(Plan.Item item, String path) {
        return switch (item.change()) {
            case FileContent file -> file.before();
            case HostChange host -> host.madeFor(path);
            default -> Optional.empty();
        };
    }

    private static boolean whatever(Plan.Item item, String path) {
        return !(item.change() instanceof FileContent) && before(item, path).isEmpty();
    }

    private void file(Act.FileContents file) {
        boolean secret = Pieces.of(file).stream()
                .anyMatch(piece -> Pieces.isSecret(new String(piece.bytes(), StandardCharsets.ISO_8859_1)));
        if (secret) {
            byHand.add(new Act.ByHand(
                    file.number(), file.what(), "The new text of " + Printable.line(file.path()) + " holds a secret."));
        } else {
            others.add(file);
        }
    }
}
