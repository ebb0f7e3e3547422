package org.pgrampart.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Converts the grammar's statements into ours.
final class StatementReader {
    private final ExpressionReader expressions;

    StatementReader(byte[] source) {
        this.expressions = new ExpressionReader(source);
    }

    List<Statement> block(@Nullable Node block) {
        List<Statement> statements = new ArrayList<>();
        if (block != null) {
            for (Node child : block.namedChildren()) {
                read(child, List.of(), statements);
            }
        }
        return statements;
    }

    private void read(Node node, List<Expression> decorators, List<Statement> out) {
        Span at = node.span();
        switch (node.type()) {
            case "expression_statement" -> simple(node, out);
            case "return_statement" -> out.add(new Statement.Return(expressions.firstOf(node), at));
            case "raise_statement", "break_statement", "continue_statement" ->
                out.add(new Statement.Leave(expressions.all(node.namedChildren()), at));
            case "if_statement" -> out.add(conditional(node));
            case "for_statement" ->
                out.add(new Statement.Loop(
                        expressions.readOr(node.field("left"), at),
                        expressions.readOr(node.field("right"), at),
                        block(node.field("body")),
                        alternative(node),
                        at));
            case "while_statement" ->
                out.add(new Statement.Loop(
                        null,
                        expressions.readOr(node.field("condition"), at),
                        block(node.field("body")),
                        alternative(node),
                        at));
            case "try_statement" -> out.add(attempt(node));
            case "with_statement" -> out.add(with(node));
            case "assert_statement" -> {
                Expression test = expressions.firstOf(node);
                if (test != null) {
                    out.add(new Statement.If(test, List.of(), List.of(new Statement.Leave(List.of(), at)), at));
                }
            }
            case "match_statement" -> out.add(match(node));
            case "decorated_definition" -> {
                List<Expression> found = new ArrayList<>();
                for (Node child : node.namedChildren()) {
                    if (child.is("decorator")) {
                        Expression decorator = expressions.firstOf(child);
                        if (decorator != null) {
                            found.add(decorator);
                        }
                    } else {
                        read(child, found, out);
                    }
                }
            }
            case "function_definition" ->
                out.add(new Statement.Function(
                        expressions.text(node.field("name")),
                        expressions.parameters(node.field("parameters")),
                        decorators,
                        block(node.field("body")),
                        at));
            case "class_definition" -> {
                Node bases = node.field("superclasses");
                out.add(new Statement.Type(
                        expressions.text(node.field("name")),
                        bases == null ? List.of() : expressions.all(bases.namedChildren()),
                        block(node.field("body")),
                        at));
            }
            case "import_statement" -> {
                for (Node name : node.fields("name")) {
                    String module = expressions.text(name.is("aliased_import") ? name.field("name") : name);
                    String alias = name.is("aliased_import") ? expressions.text(name.field("alias")) : module;
                    out.add(new Statement.Import(0, module, "", alias, at));
                }
            }
            case "import_from_statement" -> importFrom(node, out);
            case "block" -> out.addAll(block(node));
            case "ERROR" -> {
                for (Node child : node.namedChildren()) {
                    read(child, List.of(), out);
                }
            }
            case "pass_statement", "global_statement", "nonlocal_statement", "future_import_statement", "comment" -> {}
            default -> {
                List<Expression> inside = node.type().endsWith("_statement")
                        ? expressions.all(node.namedChildren())
                        : List.of(expressions.read(node));
                out.add(new Statement.Other(inside, at));
            }
        }
    }

    private void simple(Node node, List<Statement> out) {
        for (Node child : node.namedChildren()) {
            if (child.is("assignment")) {
                List<Expression> targets = new ArrayList<>();
                Node assignment = child;
                while (true) {
                    targets.add(expressions.readOr(assignment.field("left"), assignment.span()));
                    Node right = assignment.field("right");
                    if (right == null) {
                        break; // only an annotation
                    }
                    if (!right.is("assignment")) {
                        out.add(new Statement.Assign(targets, "", expressions.read(right), child.span()));
                        break;
                    }
                    assignment = right;
                }
            } else if (child.is("augmented_assignment")) {
                String operator = expressions.text(child.field("operator"));
                out.add(new Statement.Assign(
                        List.of(expressions.readOr(child.field("left"), child.span())),
                        operator.substring(0, Math.max(0, operator.length() - 1)),
                        expressions.readOr(child.field("right"), child.span()),
                        child.span()));
            } else {
                out.add(new Statement.Evaluate(expressions.read(child), child.span()));
            }
        }
    }

    private Statement conditional(Node node) {
        List<Node> rest = node.fields("alternative");
        return new Statement.If(
                expressions.readOr(node.field("condition"), node.span()),
                block(node.field("consequence")),
                otherwise(rest, 0),
                node.span());
    }

    private List<Statement> otherwise(List<Node> clauses, int from) {
        if (from >= clauses.size()) {
            return List.of();
        }
        Node clause = clauses.get(from);
        if (clause.is("elif_clause")) {
            return List.of(new Statement.If(
                    expressions.readOr(clause.field("condition"), clause.span()),
                    block(clause.field("consequence")),
                    otherwise(clauses, from + 1),
                    clause.span()));
        }
        return block(clause.field("body"));
    }

    private List<Statement> alternative(Node node) {
        Node clause = node.field("alternative");
        return clause == null ? List.of() : block(clause.field("body"));
    }

    private Statement attempt(Node node) {
        List<Statement> body = new ArrayList<>(block(node.field("body")));
        List<List<Statement>> handlers = new ArrayList<>();
        List<Statement> last = new ArrayList<>();
        for (Node child : node.namedChildren()) {
            List<Node> parts = child.namedChildren();
            if (parts.isEmpty()) {
                continue;
            }
            Node inner = parts.getLast();
            switch (child.type()) {
                case "except_clause", "except_group_clause" -> handlers.add(block(inner.is("block") ? inner : null));
                case "else_clause" -> body.addAll(block(child.field("body")));
                case "finally_clause" -> last.addAll(block(inner));
                default -> {}
            }
        }
        return new Statement.Try(body, handlers, last, node.span());
    }

    private Statement with(Node node) {
        List<Statement.WithItem> items = new ArrayList<>();
        for (Node clause : node.namedChildren()) {
            if (clause.is("with_clause")) {
                withItems(clause, items);
            }
        }
        return new Statement.With(items, block(node.field("body")), node.span());
    }

    private void withItems(Node node, List<Statement.WithItem> items) {
        for (Node item : node.namedChildren()) {
            if (item.is("with_item")) {
                Node value = item.field("value");
                if (value == null) {
                    continue;
                }
                if (value.is("as_pattern")) {
                    Node alias = value.field("alias");
                    items.add(new Statement.WithItem(
                            expressions.read(value.namedChildren().getFirst()),
                            alias == null ? null : expressions.firstOf(alias)));
                } else {
                    items.add(new Statement.WithItem(expressions.read(value), null));
                }
            }
        }
    }

    private Statement match(Node node) {
        List<List<Statement>> cases = new ArrayList<>();
        Node body = node.field("body");
        for (Node clause : (body == null ? node : body).namedChildren()) {
            if (clause.is("case_clause")) {
                cases.add(block(clause.field("consequence")));
            }
        }
        return new Statement.Match(expressions.readOr(node.field("subject"), node.span()), cases, node.span());
    }

    private void importFrom(Node node, List<Statement> out) {
        String module = expressions.text(node.field("module_name"));
        int dots = 0;
        while (dots < module.length() && module.charAt(dots) == '.') {
            dots++;
        }
        String from = module.substring(dots).strip();
        for (Node name : node.fields("name")) {
            boolean aliased = name.is("aliased_import");
            String original = expressions.text(aliased ? name.field("name") : name);
            String alias = aliased ? expressions.text(name.field("alias")) : original;
            out.add(new Statement.Import(dots, from, original, alias, node.span()));
        }
        for (Node child : node.namedChildren()) {
            if (child.is("wildcard_import")) {
                out.add(new Statement.Import(dots, from, "*", "*", node.span()));
            }
        }
    }
}
