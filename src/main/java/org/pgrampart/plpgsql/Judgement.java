package org.pgrampart.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges a text expression: what may stand in the string it yields.
final class Judgement {
    private static final Pattern SPECIFIER = Pattern.compile("%(?:(\\d+)\\$)?-?(?:\\d+|\\*(?:\\d+\\$)?)?([sIL%])");

    private final List<Token> tokens;
    private final Scope scope;

    Judgement(List<Token> tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    private int depth;

    /// The taint of the tokens from `start` up to, not including, `end`.
    Taint of(int start, int end) {
        if (++depth > 120) { // deeper than any person nests
            depth--;
            return Taint.unclear("The expression is nested too deep to be followed.");
        }
        Taint all = Taint.CONSTANT;
        int at = start;
        while (at < end) {
            Primary primary = primary(at, end);
            all = all.or(primary.taint());
            at = Math.max(primary.end(), at + 1);
        }
        depth--;
        return all;
    }

    private record Primary(Taint taint, int end) {}

    private Primary primary(int at, int end) {
        Token token = tokens.get(at);
        Primary found;
        if (token.is("(") || token.is("[")) {
            int close = close(at, end);
            found = new Primary(of(at + 1, close), close + 1);
        } else if (token.is("case")) {
            found = choice(at, end);
        } else if (token.is("cast") && at + 1 < end && tokens.get(at + 1).is("(")) {
            found = cast(at, end);
        } else if (token.name()) {
            found = name(at, end);
        } else {
            found = new Primary(Taint.CONSTANT, at + 1);
        }
        int next = found.end();
        while (next < end && tokens.get(next).is("::")) {
            int typeEnd = typeEnd(next + 1, end);
            String type = text(next + 1, typeEnd);
            found = new Primary(
                    Types.harmless(type) ? Taint.safe("A cast to " + type + " leaves no SQL.") : found.taint(),
                    typeEnd);
            next = typeEnd;
        }
        return found;
    }

    private int typeEnd(int at, int end) {
        int next = at + 1;
        while (next < end && (tokens.get(next).is(".") || tokens.get(next - 1).is("."))) {
            next++;
        }
        while (next < end
                && Set.of("precision", "varying", "with", "without", "time", "zone")
                        .contains(tokens.get(next).text())) {
            next++;
        }
        while (next < end && (tokens.get(next).is("(") || tokens.get(next).is("["))) {
            next = close(next, end) + 1;
        }
        return next;
    }

    private Primary cast(int at, int end) {
        int close = close(at + 1, end);
        for (int i = close - 1; i > at; i--) {
            if (tokens.get(i).is("as")) {
                String type = text(i + 1, close);
                return new Primary(
                        Types.harmless(type) ? Taint.safe("A cast to " + type + " leaves no SQL.") : of(at + 2, i),
                        close + 1);
            }
        }
        return new Primary(of(at + 2, close), close + 1);
    }

    /// `CASE`: only what it yields counts, not its conditions.
    private Primary choice(int at, int end) {
        Taint all = Taint.CONSTANT;
        int i = at + 1;
        int nested = 0;
        int from = -1;
        while (i < end) {
            Token token = tokens.get(i);
            if (token.is("(")) {
                i = close(i, end) + 1;
                continue;
            }
            if (token.is("case")) {
                nested++;
            } else if (token.is("end")) {
                if (nested == 0) {
                    all = from >= 0 ? all.or(of(from, i)) : all;
                    return new Primary(all, i + 1);
                }
                nested--;
            } else if (nested == 0 && (token.is("then") || token.is("else") || token.is("when"))) {
                all = from >= 0 ? all.or(of(from, i)) : all;
                from = token.is("when") ? -1 : i + 1;
            }
            i++;
        }
        return new Primary(from >= 0 ? all.or(of(from, end)) : all, end);
    }

    private Primary name(int at, int end) {
        int next = at + 1;
        String first = tokens.get(at).text();
        String last = first;
        while (next + 1 < end
                && tokens.get(next).is(".")
                && (tokens.get(next + 1).name() || tokens.get(next + 1).is("*"))) {
            last = tokens.get(next + 1).text();
            next += 2;
        }
        boolean plain = tokens.get(at).kind() == Token.Kind.WORD;
        if (next < end
                && tokens.get(next).is("(")
                && !(plain
                        && next == at + 1
                        && KnownFunctions.KEYWORDS.contains(first)
                        && !KnownFunctions.THROUGH.contains(first))) {
            int close = close(next, end);
            return new Primary(call(last, next, close), close + 1);
        }
        Taint known = scope.find(first);
        if (known == null && next > at + 1) {
            known = scope.find(last); // function_name.parameter
        }
        if (next < end && tokens.get(next).is("[")) {
            next = close(next, end) + 1;
        }
        if (known != null) {
            return new Primary(known, next);
        }
        if (plain && KnownFunctions.KEYWORDS.contains(first) && next == at + 1) {
            return new Primary(Taint.CONSTANT, next);
        }
        return new Primary(Taint.unclear(describe(first, text(at, next))), next);
    }

    private static String describe(String first, String written) {
        if (first.equals("new") || first.equals("old")) {
            return written
                    + " comes from the row that fired the trigger, and anyone who may write that table chooses it.";
        }
        return "Where " + written + " comes from was not seen; it may be data from a table.";
    }

    private Taint call(String name, int open, int close) {
        if (KnownFunctions.QUOTING.contains(name)) {
            return Taint.safe(name + "() quotes it.");
        }
        if (KnownFunctions.HARMLESS.contains(name)) {
            return Taint.safe(name + "() yields no SQL from outside.");
        }
        if (name.equals("format")) {
            return format(open, close);
        }
        Taint inside = of(open + 1, close);
        if (KnownFunctions.THROUGH.contains(name)) {
            return inside;
        }
        return inside.level() == DynamicSql.Level.UNSAFE
                ? inside
                : Taint.unclear("What " + name + "() yields was not seen.");
    }

    private Taint format(int open, int close) {
        List<int[]> arguments = arguments(open, close);
        if (arguments.isEmpty()) {
            return Taint.CONSTANT;
        }
        String pattern = constant(arguments.getFirst());
        if (pattern == null) {
            Taint all = of(arguments.getFirst()[0], arguments.getFirst()[1]);
            for (int[] argument : arguments.subList(1, arguments.size())) {
                Taint value = of(argument[0], argument[1]);
                all = all.or(
                        value.level() == DynamicSql.Level.UNSAFE
                                ? Taint.unclear(
                                        "The pattern of format() is not constant, so it is not known how its values are quoted.")
                                : value);
            }
            return all;
        }
        Taint all = Taint.CONSTANT;
        Matcher matcher = SPECIFIER.matcher(pattern);
        int next = 1;
        while (matcher.find()) {
            String kind = matcher.group(2);
            if (kind.equals("%")) {
                continue;
            }
            int index = matcher.group(1) == null ? next : Integer.parseInt(matcher.group(1));
            next = index + 1;
            if (kind.equals("s")) {
                int[] argument = arguments.get(Math.min(index, arguments.size() - 1));
                all = all.or(of(argument[0], argument[1]));
            } else {
                all = all.or(Taint.safe("format() quotes it with %" + kind + "."));
            }
        }
        return all;
    }

    private @Nullable String constant(int[] range) {
        StringBuilder text = new StringBuilder();
        for (int i = range[0]; i < range[1]; i++) {
            Token token = tokens.get(i);
            if (token.kind() == Token.Kind.STRING) {
                text.append(token.text());
            } else if (!token.is("||") && !token.is("(") && !token.is(")")) {
                return null;
            }
        }
        return text.toString();
    }

    /// The ranges between commas, outside inner parentheses.
    List<int[]> arguments(int open, int close) {
        List<int[]> found = new ArrayList<>();
        int from = open + 1;
        int i = from;
        while (i < close) {
            if (tokens.get(i).is(",")) {
                found.add(new int[] {from, i});
                from = i + 1;
            }
            i = tokens.get(i).is("(") || tokens.get(i).is("[") ? close(i, close) + 1 : i + 1;
        }
        if (from < close) {
            found.add(new int[] {from, close});
        }
        return found;
    }

    /// The index of the bracket that closes the one at `open`, or `end`.
    int close(int open, int end) {
        int nested = 0;
        for (int i = open; i < end; i++) {
            Token token = tokens.get(i);
            if (token.is("(") || token.is("[")) {
                nested++;
            } else if ((token.is(")") || token.is("]")) && --nested == 0) {
                return i;
            }
        }
        return end;
    }

    private String text(int start, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i < end; i++) {
            boolean tight = i > start
                    && (tokens.get(i).kind() == Token.Kind.SIGN
                            || tokens.get(i - 1).kind() == Token.Kind.SIGN);
            text.append(text.isEmpty() || tight ? "" : " ").append(tokens.get(i).text());
        }
        return text.toString();
    }
}
