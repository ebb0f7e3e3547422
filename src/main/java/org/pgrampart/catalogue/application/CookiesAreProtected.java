package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.Reversal;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.probe.Probe;
import org.pgrampart.python.DjangoSettings;
import org.pgrampart.python.Value;
import org.pgrampart.reading.NotHere;

/// APP-05.
public final class CookiesAreProtected implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "APP-05",
            Area.APPLICATION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "Session and CSRF cookies are sent over HTTPS only and kept from scripts",
            """
            A session cookie without Secure is sent in clear text by the first plain http request, for anybody on the \
            way to use; without HttpOnly one injected script reads it; with SameSite None other sites act in the \
            user's name.""",
            """
            Set SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE to True, leave SESSION_COOKIE_HTTPONLY True and \
            SESSION_COOKIE_SAMESITE 'Lax'.""",
            "Nobody can log in over plain http any more, on test machines neither. Pages embedded elsewhere need SameSite None.",
            List.of(
                    "https://docs.djangoproject.com/en/stable/ref/settings/#session-cookie-secure",
                    "Django security.W012",
                    "Django security.W016"));

    private static final Reversal LOGGED_OUT = Reversal.equivalent(
            "the file is the same again, but whoever came by plain http has been logged out meanwhile");

    private static final String SAME_SITE = "SESSION_COOKIE_SAMESITE";

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
        DjangoSettings settings = project.known();
        Map<String, SettingState> states = new LinkedHashMap<>();
        Optional<List<String>> middleware = settings.middleware();
        // without the middleware there is no such cookie
        if (middleware
                .map(m -> m.stream().anyMatch(n -> n.endsWith("SessionMiddleware")))
                .orElse(true)) {
            states.put("SESSION_COOKIE_SECURE", SettingState.of(settings.find("SESSION_COOKIE_SECURE"), false, true));
            states.put(
                    "SESSION_COOKIE_HTTPONLY", SettingState.of(settings.find("SESSION_COOKIE_HTTPONLY"), true, true));
            states.put(
                    SAME_SITE,
                    settings.find(SAME_SITE)
                            .map(value -> SettingState.of(value, CookiesAreProtected::restricted))
                            .orElse(SettingState.GOOD));
        }
        boolean inSession =
                settings.find("CSRF_USE_SESSIONS").flatMap(Value::truth).orElse(false);
        if (!inSession
                && middleware
                        .map(m -> m.stream().anyMatch(n -> n.endsWith("CsrfViewMiddleware")))
                        .orElse(true)) {
            states.put("CSRF_COOKIE_SECURE", SettingState.of(settings.find("CSRF_COOKIE_SECURE"), false, true));
        }
        if (states.isEmpty()) {
            throw new NotHere("the project uses neither sessions nor a CSRF cookie");
        }
        List<Finding> findings = new ArrayList<>();
        states.forEach((name, state) -> {
            if (state.isFinding()) {
                String how = settings.find(name).isPresent() ? " is off" : " is not set";
                findings.add(state.finding(
                        CONTROL,
                        SettingsEdit.subject(project, name),
                        name.equals(SAME_SITE) ? name + " lets other sites send the cookie" : name + how,
                        name + " = " + best(name)));
            }
        });
        if (findings.isEmpty()) {
            states.forEach((name, state) -> {
                if (state == SettingState.UNKNOWN) {
                    throw SettingState.unknown(name);
                }
            });
        }
        return Outcome.of(findings, "the cookies are sent over HTTPS only and kept from scripts")
                .with(List.of(project.evidence()));
    }

    private static Optional<Boolean> restricted(Value value) {
        return switch (value) {
            case Value.Text text -> Optional.of(!text.text().equalsIgnoreCase("none"));
            case Value.None _ -> Optional.of(false);
            case Value.Flag flag -> Optional.of(flag.on());
            default -> Optional.empty();
        };
    }

    private static String best(String name) {
        return name.equals(SAME_SITE) ? "\"Lax\"" : "True";
    }

    @Override
    public List<Input> asks(Finding finding, DjangoProject project) {
        return List.of(new Input(
                "confirm",
                "Is the site reached by https everywhere? Answer yes to set it; the service takes it up when it"
                        + " restarts.",
                "yes",
                false));
    }

    @Override
    public List<Change> remedy(Finding finding, DjangoProject project, Inputs inputs) {
        String stable = finding.subject().stable();
        String name = stable.substring(stable.lastIndexOf(':') + 1);
        return inputs
                .text(finding, "confirm")
                .filter("yes"::equalsIgnoreCase)
                .flatMap(yes -> SettingsEdit.set(project, name, best(name)))
                .<Change>map(edit -> name.endsWith("_SECURE") ? edit.undoing(LOGGED_OUT) : edit)
                .stream()
                .toList();
    }
}
