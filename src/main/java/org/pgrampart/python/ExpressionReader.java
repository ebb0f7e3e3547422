package org.pgrampart.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Converts the grammar's expressions into ours.
@SuppressWarnings("StringSplitter")
final class ExpressionReader {
    private final byte[] source;

    ExpressionReader(byte[] source) {
        this.source = source;
    }

    String text(@Nullable Node node) {
        return node == null ? "" : new String(source, node.start(), node.end() - node.start(), StandardCharsets.UTF_8);
    }

    @Nullable
    Expression firstOf(Node node) {
        List<Node> children = node.namedChildren();
        return children.isEmpty() ? null : read(children.getFirst());
    }

    List<Expression> all(List<Node> nodes) {
        List<Expression> found = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            found.add(read(node));
        }
        return found;
    }

    Expression readOr(@Nullable Node node, Span at) {
        return node == null ? new Expression.Other("missing", List.of(), at) : read(node);
    }

    Expression read(Node node) {
        Span at = node.span();
        return switch (node.type()) {
            case "identifier" -> new Expression.Name(text(node), at);
            case "integer", "float" -> new Expression.Number(text(node), at);
            case "true", "false", "none", "ellipsis" -> new Expression.Constant(text(node), at);
            case "string" -> string(node);
            case "concatenated_string" -> concatenated(node);
            case "attribute" ->
                new Expression.Attribute(readOr(node.field("object"), at), text(node.field("attribute")), at);
            case "call" -> call(node);
            case "keyword_argument" -> readOr(node.field("value"), at);
            case "binary_operator" ->
                new Expression.Binary(
                        text(node.field("operator")),
                        readOr(node.field("left"), at),
                        readOr(node.field("right"), at),
                        at);
            case "boolean_operator" ->
                new Expression.Logical(
                        text(node.field("operator")),
                        readOr(node.field("left"), at),
                        readOr(node.field("right"), at),
                        at);
            case "unary_operator" ->
                new Expression.Unary(text(node.field("operator")), readOr(node.field("argument"), at), at);
            case "not_operator" -> new Expression.Unary("not", readOr(node.field("argument"), at), at);
            case "comparison_operator" -> comparison(node);
            case "conditional_expression" -> {
                List<Expression> parts = all(node.namedChildren());
                yield parts.size() == 3
                        ? new Expression.Conditional(parts.get(1), parts.get(0), parts.get(2), at)
                        : new Expression.Other(node.type(), parts, at);
            }
            case "subscript" -> {
                List<Node> indexes = node.fields("subscript");
                Expression index =
                        indexes.size() == 1 ? read(indexes.getFirst()) : new Expression.Sequence('(', all(indexes), at);
                yield new Expression.Subscript(readOr(node.field("value"), at), index, at);
            }
            case "list", "list_pattern" -> new Expression.Sequence('[', all(node.namedChildren()), at);
            case "set" -> new Expression.Sequence('{', all(node.namedChildren()), at);
            case "tuple", "expression_list", "pattern_list", "tuple_pattern" ->
                new Expression.Sequence('(', all(node.namedChildren()), at);
            case "list_splat", "dictionary_splat", "list_splat_pattern", "dictionary_splat_pattern" -> {
                Expression inside = firstOf(node);
                yield new Expression.Starred(
                        inside == null ? new Expression.Other("missing", List.of(), at) : inside, at);
            }
            case "dictionary" -> new Expression.Mapping(entries(node), at);
            case "list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension" ->
                comprehension(node);
            case "lambda" ->
                new Expression.Lambda(parameters(node.field("parameters")), readOr(node.field("body"), at), at);
            case "named_expression" ->
                new Expression.Walrus(text(node.field("name")), readOr(node.field("value"), at), at);
            case "parenthesized_expression", "await", "type", "as_pattern_target" -> {
                Expression inside = firstOf(node);
                yield inside == null ? new Expression.Other(node.type(), List.of(), at) : inside;
            }
            default -> new Expression.Other(node.type(), all(node.namedChildren()), at);
        };
    }

    private Expression comparison(Node node) {
        StringBuilder operator = new StringBuilder();
        for (Node child : node.children()) {
            if (!child.named() && operator.isEmpty()) {
                operator.append(text(child).replaceAll("\\s+", " "));
            }
        }
        return new Expression.Comparison(operator.toString(), all(node.namedChildren()), node.span());
    }

    private Expression call(Node node) {
        List<Expression.Argument> arguments = new ArrayList<>();
        Node list = node.field("arguments");
        if (list != null && list.is("generator_expression")) {
            arguments.add(new Expression.Argument(null, 0, read(list)));
        } else if (list != null) {
            for (Node child : list.namedChildren()) {
                switch (child.type()) {
                    case "keyword_argument" ->
                        arguments.add(new Expression.Argument(text(child.field("name")), 0, read(child)));
                    case "list_splat" -> arguments.add(new Expression.Argument(null, 1, read(child)));
                    case "dictionary_splat" -> arguments.add(new Expression.Argument(null, 2, read(child)));
                    default -> arguments.add(new Expression.Argument(null, 0, read(child)));
                }
            }
        }
        return new Expression.Call(readOr(node.field("function"), node.span()), arguments, node.span());
    }

    private List<Expression.Entry> entries(Node node) {
        List<Expression.Entry> entries = new ArrayList<>();
        for (Node child : node.namedChildren()) {
            if (child.is("pair")) {
                entries.add(new Expression.Entry(
                        readOr(child.field("key"), child.span()), readOr(child.field("value"), child.span())));
            } else {
                Expression inside = firstOf(child);
                if (inside != null) {
                    entries.add(new Expression.Entry(null, inside));
                }
            }
        }
        return entries;
    }

    private Expression comprehension(Node node) {
        Span at = node.span();
        Node body = node.field("body");
        List<Expression.Loop> loops = new ArrayList<>();
        for (Node child : node.namedChildren()) {
            if (child.is("for_in_clause")) {
                List<Node> sources = child.fields("right");
                Expression source =
                        sources.size() == 1 ? read(sources.getFirst()) : new Expression.Sequence('(', all(sources), at);
                loops.add(new Expression.Loop(readOr(child.field("left"), at), source, new ArrayList<>()));
            } else if (child.is("if_clause") && !loops.isEmpty()) {
                loops.getLast().conditions().addAll(all(child.namedChildren()));
            }
        }
        if (body != null && body.is("pair")) {
            return new Expression.Comprehension(
                    readOr(body.field("key"), at), readOr(body.field("value"), at), loops, at);
        }
        return new Expression.Comprehension(null, readOr(body, at), loops, at);
    }

    List<Statement.Parameter> parameters(@Nullable Node list) {
        List<Statement.Parameter> found = new ArrayList<>();
        if (list != null) {
            for (Node child : list.namedChildren()) {
                parameter(child, found);
            }
        }
        return found;
    }

    private void parameter(Node child, List<Statement.Parameter> found) {
        String type = text(child.field("type"));
        Node value = child.field("value");
        switch (child.type()) {
            case "identifier" -> found.add(new Statement.Parameter(text(child), 0, "", null));
            case "default_parameter", "typed_default_parameter" ->
                found.add(new Statement.Parameter(
                        text(child.field("name")), 0, type, value == null ? null : read(value)));
            case "typed_parameter" -> {
                String written = text(child.namedChildren().getFirst());
                String name = written.replace("*", "");
                found.add(new Statement.Parameter(name, written.length() - name.length(), type, null));
            }
            case "list_splat_pattern" ->
                found.add(new Statement.Parameter(text(child).replace("*", ""), 1, "", null));
            case "dictionary_splat_pattern" ->
                found.add(new Statement.Parameter(text(child).replace("*", ""), 2, "", null));
            default -> {}
        }
    }

    private Expression concatenated(Node node) {
        List<Expression> parts = new ArrayList<>();
        for (Node child : node.namedChildren()) {
            Expression part = read(child);
            if (part instanceof Expression.Joined joined) {
                parts.addAll(joined.parts());
            } else {
                parts.add(part);
            }
        }
        return joined(parts, node.span());
    }

    private Expression string(Node node) {
        List<Node> children = node.namedChildren();
        String prefix = children.isEmpty() ? "" : text(children.getFirst()).toLowerCase(Locale.ROOT);
        boolean raw = prefix.contains("r") && prefix.indexOf('r') < prefix.length();
        List<Expression> parts = new ArrayList<>();
        boolean format =
                prefix.startsWith("f") || prefix.startsWith("rf") || prefix.startsWith("t") || prefix.startsWith("rt");
        for (Node child : children) {
            if (child.is("string_content")) {
                String content = text(child);
                content = raw ? content : Escapes.decode(content);
                parts.add(new Expression.Text(
                        format ? content.replace("{{", "{").replace("}}", "}") : content, child.span()));
            } else if (child.is("interpolation")) {
                List<Node> inside = child.namedChildren();
                String specification = "";
                for (Node part : inside) {
                    if (part.is("format_specifier")) {
                        specification = text(part);
                    }
                }
                Node value = child.field("expression");
                Node shown = value != null ? value : inside.isEmpty() ? null : inside.getFirst();
                parts.add(new Expression.Hole(readOr(shown, child.span()), specification, child.span()));
            }
        }
        return joined(parts, node.span());
    }

    private static Expression joined(List<Expression> parts, Span at) {
        StringBuilder all = new StringBuilder();
        for (Expression part : parts) {
            if (!(part instanceof Expression.Text text)) {
                return new Expression.Joined(parts, at);
            }
            all.append(text.value());
        }
        return new Expression.Text(all.toString(), at);
    }
}
