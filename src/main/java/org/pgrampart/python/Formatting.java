package org.pgrampart.python;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Python's `%`, `.format` and `.join` on text with holes.
final class Formatting {
    private static final Pattern PERCENT =
            Pattern.compile("%(?:\\(([^)]*)\\))?[#0\\- +]*(?:\\*|\\d+)?(?:\\.(?:\\*|\\d+))?([diouxXeEfFgGcrsab%])");
    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{([^{}:!]*)(?:!\\w)?(?::([^{}]*))?\\}");
    private static final Pattern NUMERIC = Pattern.compile(":?.*[dfeEgGxXobn%]");

    private Formatting() {}

    /// The values a format takes: by position, by name, and what to use when neither is known.
    record Values(List<Flow> positional, Map<String, Flow> named, Flow rest) {
        Flow at(int index) {
            return index < positional.size() ? positional.get(index) : rest;
        }

        Flow named(@Nullable String name) {
            Flow found = name == null ? null : named.get(name);
            return found == null ? rest : found;
        }
    }

    static boolean numeric(String specification) {
        return !specification.isEmpty() && NUMERIC.matcher(specification).matches();
    }

    static Flow percent(Flow pattern, Values values) {
        Flow out = Flow.EMPTY;
        int position = 0;
        for (Flow.Piece piece : pattern.pieces()) {
            if (!(piece instanceof Flow.Fixed(String text))) {
                out = out.plus(new Flow(List.of(piece), List.of(), null, null, Flow.Kind.PLAIN));
                continue;
            }
            Matcher matcher = PERCENT.matcher(text);
            int from = 0;
            while (matcher.find()) {
                out = out.plus(Flow.fixed(text.substring(from, matcher.start())));
                from = matcher.end();
                String conversion = matcher.group(2);
                if (conversion.equals("%")) {
                    out = out.plus(Flow.fixed("%"));
                    continue;
                }
                String name = matcher.group(1);
                Flow value = name == null ? values.at(position++) : values.named(name);
                out = out.plus("diouxXeEfFgGc".contains(conversion) ? Flow.safe("number") : value.plain());
            }
            out = out.plus(Flow.fixed(text.substring(from)));
        }
        return withAlso(out, pattern);
    }

    static Flow braces(Flow pattern, Values values) {
        Flow out = Flow.EMPTY;
        int position = 0;
        for (Flow.Piece piece : pattern.pieces()) {
            if (!(piece instanceof Flow.Fixed(String text))) {
                out = out.plus(new Flow(List.of(piece), List.of(), null, null, Flow.Kind.PLAIN));
                continue;
            }
            Matcher matcher = BRACES.matcher(text);
            int from = 0;
            while (matcher.find()) {
                out = out.plus(Flow.fixed(text.substring(from, matcher.start())));
                from = matcher.end();
                if (matcher.group(1) == null) {
                    out = out.plus(Flow.fixed(matcher.group().substring(1)));
                    continue;
                }
                String name = matcher.group(1).replaceAll("[.\\[].*", "");
                String specification = matcher.group(2) == null ? "" : matcher.group(2);
                Flow value;
                if (name.isEmpty()) {
                    value = values.at(position++);
                } else if (name.chars().allMatch(Character::isDigit) && name.length() < 4) {
                    value = values.at(Integer.parseInt(name));
                } else {
                    value = values.named(name);
                }
                out = out.plus(numeric(specification) ? Flow.safe("number") : value.plain());
            }
            out = out.plus(Flow.fixed(text.substring(from)));
        }
        return withAlso(out, pattern);
    }

    static Flow join(Flow separator, Flow list) {
        if (list.items() == null) {
            return list.iterated()
                    .plus(new Flow(List.of(), List.copyOf(separator.sources()), null, null, Flow.Kind.PLAIN));
        }
        Flow out = Flow.EMPTY;
        boolean first = true;
        for (Flow item : list.items()) {
            out = first ? item.plain() : out.plus(separator.plain()).plus(item.plain());
            first = false;
        }
        return withAlso(out, list);
    }

    /// `.replace(old, new)`: where the fixed text says old, the new value stands.
    static Flow replace(Flow base, List<Flow> values) {
        if (values.size() < 2 || !values.get(0).isFixed() || values.get(1).isFixed()) {
            return base;
        }
        String wanted = values.get(0).fixedText();
        Flow out = Flow.EMPTY;
        for (Flow.Piece piece : base.pieces()) {
            if (piece instanceof Flow.Fixed(String text) && !wanted.isEmpty()) {
                int from = 0;
                for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, from)) {
                    out = out.plus(Flow.fixed(text.substring(from, at)))
                            .plus(values.get(1).plain());
                    from = at + wanted.length();
                }
                out = out.plus(Flow.fixed(text.substring(from)));
            } else {
                out = out.plus(new Flow(List.of(piece), List.of(), null, null, Flow.Kind.PLAIN));
            }
        }
        return new Flow(out.pieces(), Flow.merge(out.also(), base.also()), null, null, Flow.Kind.PLAIN);
    }

    private static Flow withAlso(Flow out, Flow pattern) {
        return new Flow(out.pieces(), Flow.merge(out.also(), pattern.also()), null, null, Flow.Kind.PLAIN);
    }
}
