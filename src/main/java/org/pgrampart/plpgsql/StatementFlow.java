package org.pgrampart.plpgsql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the statements of a function in order: declarations, assignments, branches, and what it executes.
final class StatementFlow {
    private final String body;
    private final List<Token> tokens;
    private final List<DynamicSql> found = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Navigation navigation;
    private Scope scope;
    private boolean dead;

    /// A branching statement: the variables before it and after each branch that reaches its end.
    private static final class Frame {
        final String kind;
        final Scope before;
        final List<Scope> ends = new ArrayList<>();
        boolean otherwise;

        @Nullable
        Scope negative;

        Frame(String kind, Scope before) {
            this.kind = kind;
            this.before = before;
        }
    }

    StatementFlow(String body, List<Token> tokens, Scope scope) {
        this.body = body;
        this.tokens = tokens;
        this.navigation = new Navigation(tokens);
        this.scope = scope;
    }

    List<DynamicSql> run() {
        int at = 0;
        while (tokens.get(at).kind() != Token.Kind.END) {
            at = Math.max(at + 1, statement(at));
        }
        return List.copyOf(found);
    }

    private Judgement judgement() {
        return new Judgement(tokens, scope);
    }

    /// Reads one statement or one piece of structure and returns where the next begins.
    private int statement(int at) {
        Token token = tokens.get(at);
        if (token.is("<<")) {
            return navigation.until(at, ">>") + 1;
        }
        if (token.kind() != Token.Kind.WORD) {
            return assignment(at);
        }
        return switch (token.text()) {
            case "declare" -> declarations(at + 1);
            case "begin", ";", "loop", "then" -> at + 1;
            case "if" -> branch("if", at, navigation.until(at, "then"));
            case "elsif", "elseif" -> next(at, navigation.until(at, "then"));
            case "else" -> otherwise(at);
            case "case" -> branch("case", at, navigation.whenOrEnd(at));
            case "when" -> when(at);
            case "exception" -> tokens.get(at + 1).is("when") ? at + 1 : navigation.until(at, ";") + 1;
            case "end" -> end(at);
            case "for", "foreach", "while" -> loop(at);
            case "execute" -> execute(at, "EXECUTE");
            case "return", "raise", "exit", "continue" -> leave(at);
            case "open" -> open(at);
            case "select", "with", "insert", "update", "delete", "perform", "fetch", "call", "get", "merge" ->
                query(at);
            default -> assignment(at);
        };
    }

    private int declarations(int at) {
        int i = at;
        while (!tokens.get(i).is("begin") && tokens.get(i).kind() != Token.Kind.END) {
            int end = navigation.until(i, ";");
            String name = tokens.get(i).text();
            int from = i + 1;
            if (tokens.get(from).is("alias")) {
                Taint known = scope.find(tokens.get(from + 2).text());
                scope.declare(name, "", known == null ? Taint.CONSTANT : known);
                i = end + 1;
                continue;
            }
            if (tokens.get(from).is("constant")) {
                from++;
            }
            int typeEnd = from;
            while (typeEnd < end
                    && !tokens.get(typeEnd).is(":=")
                    && !tokens.get(typeEnd).is("=")
                    && !tokens.get(typeEnd).is("default")
                    && !tokens.get(typeEnd).is("not")) {
                typeEnd++;
            }
            int value = typeEnd;
            while (value < end
                    && !tokens.get(value).is(":=")
                    && !tokens.get(value).is("=")
                    && !tokens.get(value).is("default")) {
                value++;
            }
            Taint taint = value < end ? judge(value + 1, end) : Taint.CONSTANT;
            String type = typeEnd > from
                    ? body.substring(
                            tokens.get(from).start(), tokens.get(typeEnd - 1).end())
                    : "";
            scope.declare(name, type, taint);
            i = end + 1;
        }
        return i;
    }

    private int branch(String kind, int at, int then) {
        judge(at + 1, then);
        Frame frame = new Frame(kind, scope.copy());
        frames.push(frame);
        scope = scope.copy();
        frame.negative = new Guard(tokens).prove(at + 1, then, scope, frame.before);
        dead = false;
        return tokens.get(then).is("then") ? then + 1 : then;
    }

    private int next(int at, int then) {
        Frame frame = frames.peek();
        if (frame != null) {
            finish(frame);
            scope = (frame.negative == null ? frame.before : frame.negative).copy();
            frame.negative = new Guard(tokens).prove(at + 1, then, scope, frame.before);
        }
        return then + 1;
    }

    private int otherwise(int at) {
        Frame frame = frames.peek();
        if (frame != null) {
            finish(frame);
            scope = (frame.negative == null ? frame.before : frame.negative).copy();
            frame.otherwise = true;
        }
        return at + 1;
    }

    private int when(int at) {
        int then = navigation.until(at, "then");
        Frame frame = frames.peek();
        if (frame != null && frame.kind.equals("case")) {
            finish(frame);
            scope = frame.before.copy();
        }
        dead = false;
        return then + 1;
    }

    private void finish(Frame frame) {
        if (!dead) {
            frame.ends.add(scope);
        }
        dead = false;
    }

    private int end(int at) {
        Token what = tokens.get(at + 1);
        if (what.is("if") || what.is("case") || what.is("loop")) {
            Frame frame = frames.poll();
            if (frame != null) {
                finish(frame);
                if (!frame.otherwise) {
                    frame.ends.add(frame.negative == null ? frame.before : frame.negative);
                }
                Scope joined = frame.ends.isEmpty() ? frame.before : frame.ends.getFirst();
                for (Scope each : frame.ends) {
                    joined = joined.join(each);
                }
                scope = joined.copy();
            }
        }
        dead = false;
        return navigation.until(at, ";") + 1;
    }

    private int loop(int at) {
        int end = navigation.until(at, "loop");
        frames.push(new Frame("loop", scope.copy()));
        scope = scope.copy();
        dead = false;
        if (tokens.get(at).is("while")) {
            judge(at + 1, end);
            return end + 1;
        }
        List<String> targets = new ArrayList<>();
        int in = at + 1;
        while (in < end && !tokens.get(in).is("in")) {
            if (tokens.get(in).name() && !tokens.get(in).is("slice")) {
                targets.add(tokens.get(in).text());
            }
            in++;
        }
        if (tokens.get(in + 1).is("execute")) {
            execute(in + 1, "FOR … IN EXECUTE");
            targets.forEach(name -> scope.assign(name, Taint.unclear(name + " is data read from a table.")));
            return end + 1;
        }
        Taint taint;
        if (tokens.get(at).is("foreach")) {
            taint = judge(in + 2, end);
        } else {
            int dots = in;
            while (dots < end && !tokens.get(dots).is("..")) {
                dots++;
            }
            judge(in + 1, end);
            taint = dots < end ? Taint.safe("A counter is a number.") : null;
        }
        for (String name : targets) {
            scope.assign(name, taint == null ? Taint.unclear(name + " is data read from a table.") : taint);
        }
        return end + 1;
    }

    private int leave(int at) {
        Token token = tokens.get(at);
        int end = navigation.until(at, ";");
        if (token.is("return") && tokens.get(at + 1).is("query")) {
            if (tokens.get(at + 2).is("execute")) {
                return execute(at + 2, "RETURN QUERY EXECUTE");
            }
            judge(at + 2, end);
            return end + 1;
        }
        judge(at + 1, end);
        boolean next = token.is("return") && tokens.get(at + 1).is("next");
        boolean notice = token.is("raise")
                && Set.of("notice", "debug", "log", "info", "warning")
                        .contains(tokens.get(at + 1).text());
        boolean condition = (token.is("exit") || token.is("continue")) && navigation.has(at, end, "when");
        dead |= !next && !notice && !condition;
        return end + 1;
    }

    private int open(int at) {
        int end = navigation.until(at, ";");
        for (int i = at; i < end; i++) {
            if (tokens.get(i).is("for") && tokens.get(i + 1).is("execute")) {
                return execute(i + 1, "OPEN … FOR EXECUTE");
            }
        }
        return end + 1;
    }

    private int execute(int at, String form) {
        int end = at + 1;
        int nested = 0;
        while (tokens.get(end).kind() != Token.Kind.END) {
            Token token = tokens.get(end);
            nested += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (token.is(";") || nested == 0 && (token.is("into") || token.is("using") || token.is("loop"))) {
                break;
            }
            end++;
        }
        report(at, end, form, judgement().of(at + 1, end));
        int stop = end;
        while (!tokens.get(stop).is(";")
                && !tokens.get(stop).is("loop")
                && tokens.get(stop).kind() != Token.Kind.END) {
            stop++;
        }
        into(end, stop, null);
        return stop + 1;
    }

    private void report(int at, int end, String form, Taint taint) {
        int last = Math.max(at + 1, end) - 1;
        int from = form.endsWith("EXECUTE") ? Math.min(at + 1, last) : at;
        String text = body.substring(tokens.get(from).start(), tokens.get(last).end())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        found.add(new DynamicSql(
                tokens.get(at).line(),
                form,
                taint.level(),
                text.length() > 400 ? text.substring(0, 397) + "..." : text,
                taint.because()));
    }

    /// A static query: what it puts into variables.
    private int query(int at) {
        int end = navigation.until(at, ";");
        judge(at, end);
        into(at, end, tokens.get(at).is("select") ? at : null);
        return end + 1;
    }

    /// `INTO a, b`: from a list of expressions, item by item, else from tables.
    private void into(int at, int end, @Nullable Integer select) {
        int i = at;
        int nested = 0;
        while (i < end && !(nested == 0 && tokens.get(i).is("into"))) {
            nested += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            i++;
        }
        if (i >= end || tokens.get(at).is("insert") || tokens.get(at).is("merge")) {
            return;
        }
        int listEnd = i;
        for (int k = at; k < i; k++) {
            if (tokens.get(k).is("from") && select != null) {
                listEnd = k;
                break;
            }
        }
        List<int[]> items = select == null ? List.of() : judgement().arguments(select, listEnd);
        int index = 0;
        int k = i + 1;
        while (k < end && (tokens.get(k).name() || tokens.get(k).is(","))) {
            Token token = tokens.get(k++);
            if (token.is("strict") || token.is(",")) {
                continue;
            }
            Taint taint = Taint.unclear(token.text() + " is data read from a table.");
            if (index < items.size()) {
                taint = judgement().of(items.get(index)[0], items.get(index)[1]);
            }
            scope.assign(token.text(), taint);
            index++;
            while (k + 1 < end && tokens.get(k).is(".")) {
                k += 2;
            }
            if (!tokens.get(k).is(",")) {
                break;
            }
        }
    }

    private int assignment(int at) {
        int end = navigation.until(at, ";");
        if (!tokens.get(at).name()) {
            return at + 1;
        }
        int i = at + 1;
        boolean part = false;
        while (i < end && (tokens.get(i).is(".") || tokens.get(i).is("["))) {
            part = true;
            i = tokens.get(i).is(".") ? i + 2 : judgement().close(i, end) + 1;
        }
        if (i < end && (tokens.get(i).is(":=") || tokens.get(i).is("="))) {
            Taint taint = judge(i + 1, end);
            String name = tokens.get(at).text();
            Taint before = scope.find(name);
            if (tokens.get(i + 1).is("execute")) {
                return i + 1;
            }
            scope.assign(name, part && before != null ? before.or(taint) : taint);
            return end + 1;
        }
        judge(at, end);
        return end + 1;
    }

    /// The taint of an expression; built-ins in it that take SQL text are reported on the way.
    private Taint judge(int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            Token token = tokens.get(i);
            if (token.name()
                    && DynamicSqlReader.TAKES_SQL.contains(token.text())
                    && tokens.get(i + 1).is("(")) {
                int close = judgement().close(i + 1, end);
                report(
                        i,
                        Math.min(close + 1, end),
                        token.text() + "()",
                        judgement().of(i + 2, close));
            }
        }
        return judgement().of(from, end);
    }
}
