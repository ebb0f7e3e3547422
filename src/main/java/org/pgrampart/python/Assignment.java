package org.pgrampart.python;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives one name of a settings module another value, and proves on the syntax tree that nothing else has changed.
public final class Assignment {
    private Assignment() {}

    /// Rewrites the one assignment of the name, or adds one at the end where there is none; every other byte stays.
    ///
    /// @param python the value as Python writes it
    /// @throws IllegalArgumentException when several assignments or a condition decide; says so in a sentence
    public static byte[] set(byte[] module, String name, String python) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("%s is no name of Python. Look at the finding.".formatted(name));
        }
        PythonModule before = parsed(module);
        List<Statement.Assign> all = new ArrayList<>();
        collect(before.body(), name, all);
        byte[] edited;
        Optional<Statement.Assign> rewritten;
        if (all.isEmpty()) {
            rewritten = Optional.empty();
            edited = appended(module, name + " = " + python);
        } else {
            Statement.Assign only = all.getFirst();
            boolean plain = all.size() == 1
                    && only.operator().isEmpty()
                    && only.targets().size() == 1
                    && only.targets().getFirst() instanceof Expression.Name
                    && before.body().contains(only);
            if (!plain) {
                throw new IllegalArgumentException(
                        "%s is set in several places or under a condition. Change it by hand.".formatted(name));
            }
            if (before.text(only.value().at()).equals(python)) {
                return module.clone();
            }
            rewritten = Optional.of(only);
            edited = spliced(module, only.value().at(), python);
        }
        prove(before, parsed(edited), rewritten, name, python);
        return edited;
    }

    private static PythonModule parsed(byte[] bytes) {
        try (PythonParser parser = new PythonParser()) {
            return parser.parse(new SourceFile("settings.py", bytes))
                    .filter(module -> !module.damaged())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The settings cannot be read as Python as a whole. Change them by hand."));
        }
    }

    // everything at module level, also in the branches of conditions, that may give the name a value
    private static void collect(List<Statement> block, String name, List<Statement.Assign> found) {
        for (Statement statement : block) {
            switch (statement) {
                case Statement.Assign assign -> {
                    if (assign.targets().stream().anyMatch(target -> touches(target, name))) {
                        found.add(assign);
                    }
                }
                case Statement.If branch -> {
                    collect(branch.then(), name, found);
                    collect(branch.otherwise(), name, found);
                }
                case Statement.Loop loop -> {
                    collect(loop.body(), name, found);
                    collect(loop.otherwise(), name, found);
                }
                case Statement.Try attempt -> {
                    collect(attempt.body(), name, found);
                    attempt.handlers().forEach(handler -> collect(handler, name, found));
                    collect(attempt.last(), name, found);
                }
                case Statement.With with -> collect(with.body(), name, found);
                case Statement.Match match -> match.cases().forEach(each -> collect(each, name, found));
                default -> {}
            }
        }
    }

    private static boolean touches(Expression target, String name) {
        return switch (target) {
            case Expression.Name(String id, Span _) -> id.equals(name);
            case Expression.Subscript subscript -> touches(subscript.of(), name);
            case Expression.Attribute attribute -> touches(attribute.of(), name);
            case Expression.Sequence sequence -> sequence.items().stream().anyMatch(item -> touches(item, name));
            case Expression.Starred starred -> touches(starred.value(), name);
            default -> false;
        };
    }

    /// The same statements with the same text, but for the one value.
    private static void prove(
            PythonModule before, PythonModule after, Optional<Statement.Assign> rewritten, String name, String python) {
        List<Statement> old = before.body();
        List<Statement> now = after.body();
        boolean holds = now.size() == old.size() + (rewritten.isPresent() ? 0 : 1);
        for (int i = 0; holds && i < now.size(); i++) {
            boolean own = rewritten.isPresent() ? old.get(i).equals(rewritten.get()) : i == old.size();
            holds = own
                    ? now.get(i) instanceof Statement.Assign assign
                            && assign.targets().size() == 1
                            && assign.targets().getFirst() instanceof Expression.Name target
                            && target.id().equals(name)
                            && after.text(assign.value().at()).equals(python)
                    : before.text(old.get(i).at()).equals(after.text(now.get(i).at()));
        }
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s cannot be rewritten without changing something else. Change it by hand.".formatted(name));
        }
    }

    private static byte[] spliced(byte[] bytes, Span span, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, span.start());
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(bytes, span.end(), bytes.length - span.end());
        return out.toByteArray();
    }

    private static byte[] appended(byte[] bytes, String line) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        String ending = all.contains("\r\n") ? "\r\n" : "\n";
        String fresh = all.isEmpty() || all.endsWith("\n") ? "" : ending;
        byte[] more = (fresh + line + ending).getBytes(StandardCharsets.UTF_8);
        return spliced(bytes, new Span(0, bytes.length, bytes.length), new String(more, StandardCharsets.UTF_8));
    }
}
