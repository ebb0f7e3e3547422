package org.pgrampart.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.assess.Result;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.change.Change;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.plan.Choice;

/// Which findings a command is to clear, and the changes that would.
final class Fixes {
    private static final String AUTOMATIC = "automatic";

    private Fixes() {}

    /// The checks that have to be judged for these fixes.
    static List<Check<?>> checks(List<String> fixes) {
        if (fixes.contains(AUTOMATIC)) {
            return Catalogue.ALL;
        }
        List<Check<?>> checks = new ArrayList<>();
        for (String fix : fixes) {
            Check<?> check = check(fix);
            if (!checks.contains(check)) {
                checks.add(check);
            }
        }
        return checks;
    }

    /// @param fixes `AUTH-02`, `AUTH-24=role app` or `automatic`
    static List<Choice> choices(Assessment assessment, List<String> fixes, Inputs inputs) {
        Map<Finding, Choice> choices = new LinkedHashMap<>();
        for (String fix : fixes) {
            if (fix.equals(AUTOMATIC)) {
                assessment
                        .results()
                        .forEach(r -> r.open().forEach(f -> {
                            List<Change> changes = r.remedies().getOrDefault(f, List.of());
                            if (!changes.isEmpty()) {
                                choices.putIfAbsent(f, new Choice(f, changes));
                            }
                        }));
                continue;
            }
            Result result = assessment
                    .find(check(fix).control().number())
                    .orElseThrow(() -> new IllegalStateException("the check of a fix was not judged"));
            List<Finding> findings = named(fix, result);
            boolean whole = fix.indexOf('=') < 0;
            List<Choice> possible = findings.stream()
                    .filter(f -> !whole || findings.size() == 1 || fixable(result, f, assessment, inputs))
                    .map(f -> choice(result, f, assessment, inputs))
                    .toList();
            if (possible.isEmpty() && !findings.isEmpty()) {
                choice(result, findings.getFirst(), assessment, inputs); // says why not
            }
            possible.forEach(choice -> choices.put(choice.finding(), choice));
        }
        return List.copyOf(choices.values());
    }

    private static boolean fixable(Result result, Finding finding, Assessment assessment, Inputs inputs) {
        return !Assessor.remedy(result.check(), finding, assessment.answers(), inputs)
                .isEmpty();
    }

    /// The findings with these keys, as a plan file names them.
    static List<Choice> choicesOf(Assessment assessment, List<String> keys, Inputs inputs) {
        List<Choice> choices = new ArrayList<>();
        for (String key : keys) {
            for (Result result : assessment.results()) {
                result.outcome().findings().stream()
                        .filter(f -> f.key().equals(key))
                        .forEach(f -> choices.add(choice(result, f, assessment, inputs)));
            }
        }
        return choices;
    }

    private static Check<?> check(String fix) {
        int equals = fix.indexOf('=');
        String id = equals < 0 ? fix : fix.substring(0, equals);
        return Catalogue.find(id)
                .orElseThrow(() -> new CommandException(
                        Exit.USAGE,
                        "There is no check " + id + ".",
                        "See `pgrampart checks` for the numbers, or take --fix automatic."));
    }

    private static List<Finding> named(String fix, Result result) {
        int equals = fix.indexOf('=');
        if (equals < 0) {
            return result.open();
        }
        String subject = fix.substring(equals + 1);
        List<Finding> findings = result.outcome().findings().stream()
                .filter(f -> f.subject().name().equals(subject)
                        || f.subject().bare().equals(subject)
                        || f.subject().stable().equals(subject))
                .toList();
        if (findings.isEmpty()) {
            throw new CommandException(
                    Exit.USAGE,
                    "Check " + result.control().number() + " has no finding on " + subject + ".",
                    "Assess again and take the name as it stands under objects.");
        }
        return findings;
    }

    private static Choice choice(Result result, Finding finding, Assessment assessment, Inputs inputs) {
        List<Change> changes = Assessor.remedy(result.check(), finding, assessment.answers(), inputs);
        if (!changes.isEmpty()) {
            return new Choice(finding, changes);
        }
        List<Input> asks = result.asks().getOrDefault(finding, List.of());
        if (asks.isEmpty()) {
            throw new CommandException(
                    Exit.USAGE,
                    finding.key() + " cannot be put right by PgRampart.",
                    "By hand: " + result.control().fix());
        }
        throw new CommandException(
                Exit.USAGE,
                finding.key() + " needs an answer: " + asks.getFirst().question(),
                "Write {\"" + finding.key() + "\": {\"" + asks.getFirst().name()
                        + "\": \"…\"}} into a file and pass it with --answers.");
    }
}
