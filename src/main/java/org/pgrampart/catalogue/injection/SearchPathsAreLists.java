package org.pgrampart.catalogue.injection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FunctionSetting;
import org.pgrampart.change.RoleSetting;
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
import org.pgrampart.probe.SearchPaths;
import org.pgrampart.probe.Settings;

/// SQLI-04.
public final class SearchPathsAreLists implements Check<SearchPaths> {
    private static final Control CONTROL = new Control(
            "SQLI-04",
            Area.INJECTION,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "Every pinned search_path is a list, not one quoted name",
            """
            SET search_path = 'a, b' with the quotes around the whole names one schema called `a, b`, which does not \
            exist. The pin looks right and protects nothing: what remains is pg_temp, where any caller can plant \
            tables.""",
            """
            Set it again with commas outside the quotes: SET search_path = a, b. The names that were meant stand in \
            the text already.""",
            "From then on the function really finds the schemas that were meant, as its author believed all the time.",
            List.of("https://www.postgresql.org/docs/current/sql-set.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<SearchPaths> probe() {
        return SearchPaths.PROBE;
    }

    @Override
    public Outcome judge(SearchPaths paths, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (SearchPaths.Pinned pinned : paths.functions()) {
            evidence.add(new Evidence(
                    "pg_proc of " + pinned.database(), pinned.signature() + ": search_path = " + pinned.path()));
            add(findings, pinned.subject(), pinned.path());
        }
        for (Settings.Override override : paths.settings().overrides("search_path")) {
            evidence.add(new Evidence("pg_db_role_setting", override.where() + ": search_path = " + override.value()));
            add(findings, subject(override), override.value());
        }
        String global = paths.settings().value("search_path");
        evidence.add(paths.settings().evidence("search_path"));
        add(findings, Subject.setting("search_path"), global);
        List<String> foreign = paths.ofExtensions().stream()
                .filter(pinned -> misquoted(pinned.path()))
                .map(SearchPaths.Pinned::signature)
                .distinct()
                .toList();
        if (findings.isEmpty() && !foreign.isEmpty()) {
            return Outcome.info("only extensions' own functions have the mistake, for their makers to mend: "
                            + String.join(", ", foreign))
                    .with(evidence);
        }
        return Outcome.of(findings, "every pinned search_path is a list").with(evidence);
    }

    private static void add(List<Finding> findings, Subject subject, String path) {
        if (misquoted(path)) {
            findings.add(Finding.fail(
                    CONTROL, subject, "its search_path is the single name " + path, "search_path = " + meant(path)));
        }
    }

    private static Subject subject(Settings.Override override) {
        return Subject.named(Subject.Kind.SETTING, "search_path of " + override.where());
    }

    private static boolean misquoted(String path) {
        return Sql.elements(path, true).stream().anyMatch(name -> name.contains(","));
    }

    /// The list that was meant.
    private static String meant(String path) {
        return Sql.elements(path, true).stream()
                .flatMap(name -> Arrays.stream(name.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Change> remedy(Finding finding, SearchPaths paths, Inputs inputs) {
        if (finding.subject().equals(Subject.setting("search_path"))) {
            return List.of(AlterSystem.set("search_path", meant(paths.settings().value("search_path")), Effect.RELOAD));
        }
        Stream<Change> functions = paths.functions().stream()
                .filter(pinned -> pinned.subject().equals(finding.subject()))
                .map(pinned -> FunctionSetting.searchPath(
                        DatabaseObject.function(pinned.database(), pinned.schema(), pinned.name(), pinned.identity()),
                        meant(pinned.path())));
        Stream<Change> overrides = paths.settings().overrides("search_path").stream()
                .filter(override -> subject(override).equals(finding.subject()))
                .map(override -> new RoleSetting(
                        named(override.role()),
                        named(override.database()),
                        "search_path",
                        Optional.of(meant(override.value()))));
        return Stream.concat(functions, overrides).toList();
    }

    private static Optional<String> named(String name) {
        return name.equals("*") ? Optional.empty() : Optional.of(name);
    }
}
