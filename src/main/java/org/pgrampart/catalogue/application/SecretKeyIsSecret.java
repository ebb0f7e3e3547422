package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.probe.Probe;
import org.pgrampart.python.SecretShape;
import org.pgrampart.python.Value;

/// APP-02.
public final class SecretKeyIsSecret implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "APP-02",
            Area.APPLICATION,
            Severity.HIGH,
            FixKind.MANUAL,
            "SECRET_KEY is long, random and not in the source",
            """
            Who knows the key signs session cookies and password-reset links: he is whoever he wants to be, the \
            site's administrator included. A key in the source is known to all who ever had a copy.""",
            """
            Make a key with get_random_secret_key, hand it to the service by its environment or a file that only it \
            reads, keep the old one in SECRET_KEY_FALLBACKS until sessions have ended, then take it out.""",
            "Without the fallback all users have to log in again and links already sent by mail stop working.",
            List.of(
                    "https://docs.djangoproject.com/en/stable/ref/settings/#secret-key",
                    "Django security.W009",
                    "Django security.W025"));

    private static final int SHORTEST = 50;
    private static final int FEWEST = 5;

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<DjangoProject> probe() {
        return DjangoProject.PROBE;
    }

    @Override
    public Outcome judge(DjangoProject project, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        Optional<Value> key = project.known().find("SECRET_KEY");
        if (key.isEmpty()) {
            return Outcome.of(List.of(fail(project, "SECRET_KEY", "SECRET_KEY is not set")), "")
                    .with(List.of(project.evidence()));
        }
        boolean known = judge(project, "SECRET_KEY", key.get(), findings);
        Optional<Value> fallbacks = project.known().find("SECRET_KEY_FALLBACKS");
        if (fallbacks.isPresent() && fallbacks.get().effective() instanceof Value.Items items) {
            for (Value each : items.items()) {
                known &= judge(project, "SECRET_KEY_FALLBACKS", each, findings);
            }
        }
        if (findings.isEmpty() && !known) {
            throw SettingState.unknown("SECRET_KEY");
        }
        return Outcome.of(findings, "SECRET_KEY comes from outside the source and is long and varied")
                .with(List.of(project.evidence()));
    }

    /// Whether it could be judged at all. Only the shape of the key is known here, never the key.
    private static boolean judge(DjangoProject project, String name, Value value, List<Finding> findings) {
        return switch (value) {
            case Value.Secret secret -> {
                findings.add(fail(project, name, name + " stands in the source" + flaws(secret.shape())));
                yield true;
            }
            case Value.Text text -> {
                findings.add(fail(project, name, name + " is empty or stands in the source"));
                yield !text.text().isEmpty() || !findings.isEmpty();
            }
            case Value.Environment environment -> {
                Optional<Value> resolved = environment.resolved();
                boolean preset = environment
                        .preset()
                        .filter(p -> p instanceof Value.Secret)
                        .isPresent();
                boolean given = resolved.isPresent() && !resolved.equals(environment.preset());
                if (preset && !given) {
                    findings.add(fail(
                            project,
                            name,
                            name + " has a default in the source for when " + environment.name() + " is not set"));
                } else if (resolved.isPresent() && resolved.get() instanceof Value.Secret secret) {
                    String flaws = flaws(secret.shape());
                    if (!flaws.isEmpty()) {
                        findings.add(fail(project, name, name + " comes from " + environment.name() + flaws));
                    }
                }
                yield resolved.isPresent() || preset;
            }
            case Value.OneOf oneOf -> {
                boolean known = true;
                for (Value each : oneOf.candidates()) {
                    known &= judge(project, name, each, findings);
                }
                yield known;
            }
            default -> false;
        };
    }

    private static String flaws(SecretShape shape) {
        List<String> flaws = new ArrayList<>();
        if (shape.generated()) {
            flaws.add("is marked insecure by startproject");
        }
        if (shape.length() < SHORTEST) {
            flaws.add("has " + shape.length() + " characters");
        }
        if (shape.distinct() < FEWEST) {
            flaws.add("has " + shape.distinct() + " different characters");
        }
        return flaws.isEmpty() ? "" : " and " + String.join(", ", flaws);
    }

    private static Finding fail(DjangoProject project, String name, String seen) {
        return Finding.fail(
                CONTROL,
                SettingsEdit.subject(project, name),
                seen,
                "at least " + SHORTEST + " random characters from outside the source");
    }
}
