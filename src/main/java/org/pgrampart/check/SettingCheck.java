package org.pgrampart.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Hazard;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Settings;

/// The form of the many controls that compare settings with a bound, one by one, overrides for roles and databases too.
public abstract class SettingCheck implements Check<Settings> {
    private final Control control;
    private final List<Bound> bounds;

    /// What one setting must be.
    ///
    /// @param good whether a value satisfies the control
    /// @param best the value the remedy sets, or empty when only a person can choose
    /// @param worst whether a bad value fails (else it warns)
    public record Bound(
            String setting,
            java.util.function.Predicate<String> good,
            Optional<String> best,
            boolean worst,
            Hazard hazard) {
        public static Bound fails(String setting, String best) {
            return new Bound(setting, best::equals, Optional.of(best), true, Hazard.NONE);
        }

        public static Bound warns(String setting, String best) {
            return new Bound(setting, best::equals, Optional.of(best), false, Hazard.NONE);
        }

        public Bound good(java.util.function.Predicate<String> values) {
            return new Bound(setting, values, best, worst, hazard);
        }

        public Bound mayCutAccess() {
            return new Bound(setting, good, best, worst, Hazard.MAY_CUT_ACCESS);
        }
    }

    protected SettingCheck(Control control, Bound... bounds) {
        this.control = control;
        this.bounds = List.of(bounds);
    }

    @Override
    public final Control control() {
        return control;
    }

    @Override
    public Probe<Settings> probe() {
        return Settings.PROBE;
    }

    @Override
    public Outcome judge(Settings settings, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Bound bound : bounds) {
            String value = settings.value(bound.setting());
            evidence.add(settings.evidence(bound.setting()));
            seen.add(bound.setting() + " is " + (value.isEmpty() ? "empty" : value));
            if (!bound.good().test(value)) {
                findings.add(finding(bound, Subject.setting(bound.setting()), bound.setting() + " is " + shown(value)));
            }
            for (Settings.Override override : settings.overrides(bound.setting())) {
                evidence.add(new Evidence(
                        "pg_db_role_setting", override.where() + ": " + bound.setting() + " = " + override.value()));
                if (!bound.good().test(override.value())) {
                    findings.add(finding(
                            bound,
                            Subject.named(Subject.Kind.SETTING, bound.setting() + " of " + override.where()),
                            bound.setting() + " is " + shown(override.value()) + " for " + override.where()));
                }
            }
        }
        return Outcome.of(findings, String.join(", ", seen)).with(evidence);
    }

    private Finding finding(Bound bound, Subject subject, String seen) {
        String wanted = bound.best().map(best -> bound.setting() + " = " + best).orElse("another value");
        return bound.worst()
                ? Finding.fail(control, subject, seen, wanted)
                : Finding.warn(control, subject, seen, wanted);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    /// Sets the server-wide value; an override for a role or database is left to its owner.
    @Override
    public List<Change> remedy(Finding finding, Settings settings, Inputs inputs) {
        return bounds.stream()
                .filter(b -> finding.subject().equals(Subject.setting(b.setting())))
                .filter(b -> b.best().isPresent())
                .<Change>map(b -> new AlterSystem(b.setting(), b.best(), effect(settings, b.setting()), b.hazard()))
                .toList();
    }

    /// When the server acts on a setting, from its context.
    public static Effect effect(Settings settings, String name) {
        return switch (settings.find(name).map(Settings.Setting::context).orElse("sighup")) {
            case "postmaster" -> Effect.RESTART;
            case "backend", "superuser-backend" -> Effect.NEW_SESSIONS;
            default -> Effect.RELOAD;
        };
    }
}
