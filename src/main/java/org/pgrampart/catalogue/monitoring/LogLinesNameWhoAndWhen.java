package org.pgrampart.catalogue.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Settings;

/// MON-04.
public final class LogLinesNameWhoAndWhen implements Check<Settings> {
    private static final Control CONTROL = new Control(
            "MON-04",
            Area.MONITORING,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "Every log line names time, process, role, database and client",
            """
            A line such as `permission denied for table users` is worth little when it does not say who tried, in \
            which database and from where. Two sessions cannot be told apart.""",
            """
            Set log_line_prefix so that it holds the time (%m), the process (%p), the role (%u), the database (%d), \
            the application (%a) and the client's address (%h), then reload.""",
            """
            Lines get some forty characters longer. A program that reads the log, such as fail2ban or pgbadger, has \
            to be told the new prefix.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS 3.1.24"));

    private static final String BEST = "%m [%p] %q%u@%d app=%a client=%h ";
    private static final Pattern ESCAPE = Pattern.compile("%(-?\\d+)?(.)");
    private static final Map<String, String> NEEDED = needed();

    private static Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("the role", "u");
        needed.put("the database", "d");
        needed.put("the client's address", "hr");
        return needed;
    }

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<Settings> probe() {
        return Settings.PROBE;
    }

    @Override
    public Outcome judge(Settings settings, Baseline baseline) {
        List<Evidence> evidence = List.of(
                settings.evidence("log_line_prefix"),
                settings.evidence("log_destination"),
                settings.evidence("logging_collector"));
        List<String> destinations = Sql.elements(settings.value("log_destination"), true);
        boolean structured = destinations.contains("csvlog") || destinations.contains("jsonlog");
        if (structured && settings.on("logging_collector")) {
            return Outcome.pass("the " + (destinations.contains("csvlog") ? "csvlog" : "jsonlog")
                            + " files hold all of it, whatever the prefix says")
                    .with(evidence);
        }
        // syslog writes the time and the process itself
        boolean plain = destinations.contains("stderr") || structured;
        Set<String> tokens = tokens(settings.value("log_line_prefix"));
        List<String> missing = new ArrayList<>();
        if (plain && none(tokens, "mtn")) {
            missing.add("the time");
        }
        NEEDED.forEach((what, letters) -> {
            if (none(tokens, letters)) {
                missing.add(what);
            }
        });
        Subject subject = Subject.setting("log_line_prefix");
        String wanted = "log_line_prefix = '" + BEST + "'";
        List<Finding> findings = new ArrayList<>();
        if (!missing.isEmpty()) {
            findings.add(Finding.fail(CONTROL, subject, "log lines do not say " + String.join(", ", missing), wanted));
        } else if (plain && none(tokens, "pc")) {
            findings.add(Finding.warn(
                    CONTROL, subject, "log lines do not say the process, so sessions cannot be told apart", wanted));
        }
        return Outcome.of(findings, "log lines name time, process, role, database and client")
                .with(evidence);
    }

    private static boolean none(Set<String> tokens, String letters) {
        return letters.chars().mapToObj(Character::toString).noneMatch(tokens::contains);
    }

    /// The letters after a percent sign; `%%` is a percent sign itself.
    private static Set<String> tokens(String prefix) {
        Set<String> tokens = new LinkedHashSet<>();
        Matcher matcher = ESCAPE.matcher(prefix);
        while (matcher.find()) {
            tokens.add(matcher.group(2));
        }
        return tokens;
    }

    @Override
    public List<Change> remedy(Finding finding, Settings settings, Inputs inputs) {
        return List.of(AlterSystem.set("log_line_prefix", BEST, Effect.RELOAD));
    }
}
