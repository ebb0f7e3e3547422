package org.pgrampart.assess;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.model.Waiver;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Past;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// Reads what the chosen checks ask for, all at once, and judges it. Reads once, so a check cannot see a later state.
public final class Assessor {
    /// How the reason begins when an answer made no sense to the program.
    static final String NOT_UNDERSTOOD = "PgRampart did not understand what the server answered";

    private static final System.Logger LOG = System.getLogger(Assessor.class.getName());

    private final Clock clock;

    public Assessor(Clock clock) {
        this.clock = clock;
    }

    /// Assesses a server with these checks.
    ///
    /// @throws TargetException when the connection is lost; what merely cannot be read is an unknown outcome
    public Assessment assess(
            String target,
            ReadSession session,
            List<Check<?>> checks,
            Baseline baseline,
            List<Waiver> waivers,
            Optional<Earlier> earlier,
            Progress progress)
            throws TargetException {
        Instant started = clock.instant();
        Set<Request> requests = new LinkedHashSet<>();
        checks.forEach(check -> requests.addAll(check.probe().requests()));
        Answers answers = session.read(requests, started, earlier, progress);
        List<Result> results = judge(checks, answers, baseline, waivers);
        Duration took = Duration.between(started, clock.instant());
        return new Assessment(target, started, took, baseline, answers, results, session.rounds());
    }

    /// Judges answers, those just read or recorded ones. Checks that look at the others' outcomes come last.
    public static List<Result> judge(List<Check<?>> checks, Answers answers, Baseline baseline, List<Waiver> waivers) {
        Map<Check<?>, Result> results = new LinkedHashMap<>();
        checks.forEach(check -> {
            if (!lookingBack(check)) {
                results.put(check, judge(check, answers, baseline, waivers));
            }
        });
        Map<String, Status> soFar = new LinkedHashMap<>();
        results.values().forEach(r -> soFar.put(r.control().number(), r.status()));
        Answers all = answers.soFar(soFar);
        List<Result> ordered = new ArrayList<>();
        for (Check<?> check : checks) {
            Result result = results.get(check);
            ordered.add(result == null ? judge(check, all, baseline, waivers) : result);
        }
        return ordered;
    }

    private static boolean lookingBack(Check<?> check) {
        return check.probe().requests().contains(Past.SO_FAR);
    }

    private static <E> Result judge(Check<E> check, Answers answers, Baseline baseline, List<Waiver> waivers) {
        try {
            E evidence = check.probe().read().apply(answers);
            Outcome outcome = honest(check, answers, check.judge(evidence, baseline));
            return told(check, answers, waivers, evidence, outcome);
        } catch (Unreadable e) {
            return without(check, Outcome.unknown(e.because(), e.missing()));
        } catch (NotHere e) {
            return without(check, Outcome.notApplicable(e.because()));
        } catch (RuntimeException e) {
            // an answer nobody foresaw must not cost the other checks; what cannot be understood is unknown
            LOG.log(System.Logger.Level.DEBUG, check.control().number(), e);
            return without(
                    check,
                    Outcome.unknown(
                            NOT_UNDERSTOOD + " (" + e.getClass().getSimpleName() + ")",
                            "a newer release of PgRampart, or a report of this to its makers"));
        }
    }

    private static <E> Result told(Check<E> check, Answers answers, List<Waiver> waivers, E evidence, Outcome outcome) {
        Map<Finding, Waiver> waived = new LinkedHashMap<>();
        Map<Finding, List<Change>> remedies = new LinkedHashMap<>();
        Map<Finding, List<Input>> asks = new LinkedHashMap<>();
        for (Finding finding : outcome.findings()) {
            waivers.stream()
                    .filter(w -> w.covers(finding, answers.at()))
                    .findFirst()
                    .ifPresent(w -> waived.put(finding, w));
            remedies.put(finding, check.remedy(finding, evidence, Inputs.none()));
            asks.put(finding, check.asks(finding, evidence));
        }
        return new Result(check, outcome, waived, remedies, asks);
    }

    /// The changes that would clear a finding, with what the owner answered.
    public static List<Change> remedy(Check<?> check, Finding finding, Answers answers, Inputs inputs) {
        return changes(check, finding, answers, inputs);
    }

    private static <E> List<Change> changes(Check<E> check, Finding finding, Answers answers, Inputs inputs) {
        return check.remedy(finding, check.probe().read().apply(answers), inputs);
    }

    private static Result without(Check<?> check, Outcome outcome) {
        return new Result(check, outcome, Map.of(), Map.of(), Map.of());
    }

    /// A check that found nothing wrong in the databases it could read has not looked into the others.
    private static Outcome honest(Check<?> check, Answers answers, Outcome outcome) {
        if (!outcome.findings().isEmpty() || outcome.status() == Status.UNKNOWN) {
            return outcome;
        }
        for (Request request : check.probe().requests()) {
            if (!(request instanceof Query query)) {
                continue;
            }
            for (var entry : answers.perDatabase().getOrDefault(query, Map.of()).entrySet()) {
                if (entry.getValue() instanceof Answer.Unseen<Rows>(String because, String missing)) {
                    return Outcome.unknown("database " + entry.getKey() + " could not be read: " + because, missing)
                            .with(outcome.evidence());
                }
            }
        }
        return outcome;
    }
}
