package org.pgrampart.python;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Where SQL text is put together in a project: every sink, who fills its holes, and how to write it safely.
///
/// @param found the places worth telling, most dangerous first
/// @param constant how many sinks take text that the program alone fixes
@SuppressWarnings({"ReferenceEquality", "IdentityHashMapUsage"
}) // tree nodes and modules are meant as such, not their contents
public record SqlSinks(List<RawSql> found, int constant) {
    private static final int DEEPEST = 6;
    private static final Pattern ACKNOWLEDGED =
            Pattern.compile("#\\s*(nosec\\b(?!\\s*B(?!608|61[01]))|noqa\\b(?!:(?!.*S60[89]|.*S61[01])))");
    private static final Pattern TEST =
            Pattern.compile("(^|.*/)(tests?|testing|conftest\\.py|test_[^/]*|[^/]*_tests?\\.py|tests\\.py)(/.*)?$");

    public SqlSinks {
        found = List.copyOf(found);
    }

    /// Reads a whole project; pure, takes seconds for thousands of files.
    public static SqlSinks of(Project project) {
        Analysis analysis = new Analysis(project);
        analysis.run();
        List<RawSql> found = new ArrayList<>();
        for (Analysis.SinkUse use : analysis.sinks()) {
            RawSql result = judge(analysis, use);
            if (result != null) {
                found.add(result);
            }
        }
        found.sort(
                Comparator.comparing(RawSql::level).thenComparing(RawSql::path).thenComparing(RawSql::line));
        return new SqlSinks(found, analysis.constantSinks());
    }

    private record Verdict(RawSql.Level level, List<Step> trace, String because) {}

    private static @org.jspecify.annotations.Nullable RawSql judge(Analysis analysis, Analysis.SinkUse use) {
        PythonModule module = use.routine().module;
        int line = use.call().at().line();
        Verdict verdict =
                new Verdict(RawSql.Level.INFO, List.of(), "Only constants, quoted names and numbers reach the text.");
        for (Flow.Source source : use.sql().sources()) {
            Verdict next = judge(analysis, source, DEEPEST, new LinkedHashSet<>(), new IdentityHashMap<>());
            if (next.level().compareTo(verdict.level()) < 0
                    || next.level() == verdict.level()
                            && verdict.trace().isEmpty()
                            && !next.trace().isEmpty()) {
                verdict = next;
            }
        }
        if (use.rule() == RawSql.Rule.QUOTED_PLACEHOLDER) {
            verdict = new Verdict(
                    RawSql.Level.WARN,
                    List.of(),
                    "A placeholder stands inside quotes: the quotes the driver adds end the literal.");
        } else if (use.rule() == RawSql.Rule.USER_NAMES) {
            if (verdict.level() != RawSql.Level.FAIL) {
                return null; // parameters that pick fields are everyday code
            }
            verdict = new Verdict(RawSql.Level.WARN, verdict.trace(), verdict.because());
        }
        String text = module.line(line);
        int last = line + (int) module.text(use.call().at()).lines().count() - 1;
        boolean acknowledged = false;
        for (int each = line; each <= last; each++) {
            acknowledged |= ACKNOWLEDGED.matcher(module.line(each)).find();
        }
        List<String> trace = new ArrayList<>();
        for (Step step : verdict.trace()) {
            PythonModule where = analysis.project.at(step.path());
            if (where != null && !(step.path().equals(module.path()) && step.line() == line)) {
                trace.add(step.path() + ":" + step.line() + ": " + where.line(step.line()));
            }
        }
        trace.add(module.path() + ":" + line + ": " + text);
        RawSql.Level level = acknowledged ? RawSql.Level.INFO : verdict.level();
        String rewrite = verdict.level() == RawSql.Level.INFO ? "" : Rewrite.of(use.rule(), use.sink(), use.sql());
        return new RawSql(
                module.path(),
                line,
                use.rule(),
                use.sink(),
                level,
                new ArrayList<>(new LinkedHashSet<>(trace)),
                Rewrite.withHoles(use.sql()),
                rewrite,
                verdict.because(),
                acknowledged,
                TEST.matcher(module.path()).matches());
    }

    private static Verdict judge(
            Analysis analysis, Flow.Source source, int depth, Set<Step> before, Map<Routine, Boolean> seen) {
        List<Step> trace = new ArrayList<>(source.trace());
        trace.addAll(before);
        return switch (source.origin()) {
            case SAFE ->
                new Verdict(RawSql.Level.INFO, List.of(), "Only constants, quoted names and numbers reach the text.");
            case UNKNOWN ->
                new Verdict(RawSql.Level.REVIEW, trace, "Where " + source.label() + " comes from was not seen.");
            case OPTION ->
                new Verdict(
                        RawSql.Level.WARN,
                        trace,
                        "The command's option " + source.label() + " becomes part of the SQL text.");
            case REQUEST ->
                new Verdict(
                        RawSql.Level.FAIL,
                        trace,
                        "The request decides " + source.label() + ", and it becomes part of the SQL.");
            case PARAMETER -> parameter(analysis, source, depth, trace, seen);
        };
    }

    private static Verdict parameter(
            Analysis analysis, Flow.Source source, int depth, List<Step> trace, Map<Routine, Boolean> seen) {
        Routine routine = source.routine();
        Verdict open = new Verdict(
                RawSql.Level.WARN,
                trace,
                "The parameter " + source.parameter()
                        + " becomes part of the SQL text and no caller proves it constant.");
        if (routine == null || depth == 0 || seen.put(routine, true) != null) {
            return open;
        }
        List<Analysis.CallSite> sites = analysis.callsOf(routine);
        if (sites.isEmpty()) {
            return source.route()
                    ? new Verdict(
                            RawSql.Level.FAIL,
                            trace,
                            "The view takes " + source.parameter()
                                    + " from the request, and it becomes part of the SQL.")
                    : open;
        }
        Verdict worst = new Verdict(
                RawSql.Level.INFO, List.of(), "Every caller passes a constant for " + source.parameter() + ".");
        for (Analysis.CallSite site : sites) {
            Flow argument = site.arguments().getOrDefault(source.parameter(), Flow.EMPTY);
            for (Flow.Source each : argument.sources()) {
                Verdict next = judge(analysis, each, depth - 1, new LinkedHashSet<>(trace), seen);
                if (next.level() == RawSql.Level.REVIEW) {
                    next = new Verdict(RawSql.Level.WARN, next.trace(), open.because());
                }
                if (next.level().compareTo(worst.level()) < 0) {
                    worst = next;
                }
            }
        }
        seen.remove(routine);
        return worst;
    }
}
