package org.pgrampart.catalogue.application;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
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
import org.pgrampart.python.Value;

/// APP-03.
public final class AllowedHostsAreNamed implements Check<DjangoProject> {
    private static final Control CONTROL = new Control(
            "APP-03",
            Area.APPLICATION,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "ALLOWED_HOSTS names the site's own hosts",
            """
            Django builds links from the Host header of the request. With every host allowed, an attacker has the \
            site mail a password-reset link that leads to a host of his, or fills a cache with such pages.""",
            """
            List the names under which the site is reached, without a bare asterisk. Behind a proxy, let the proxy \
            answer any other name itself.""",
            "A name that was forgotten answers with 400 Bad Request until it is added, health checks by address too.",
            List.of("https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts", "Django security.W020"));

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
        Optional<Value> value = project.known().find("ALLOWED_HOSTS");
        SettingState state =
                value.map(v -> SettingState.of(v, AllowedHostsAreNamed::good)).orElse(SettingState.BAD);
        if (state == SettingState.UNKNOWN) {
            throw SettingState.unknown("ALLOWED_HOSTS");
        }
        boolean wild = value.flatMap(Value::asTexts).map(t -> !t.isEmpty()).orElse(false);
        boolean forwarded = project.known()
                .find("USE_X_FORWARDED_HOST")
                .flatMap(Value::truth)
                .orElse(false);
        String seen = wild
                ? "ALLOWED_HOSTS lets every host in"
                        + (forwarded ? ", and USE_X_FORWARDED_HOST takes the name from a header" : "")
                : value.isPresent() ? "ALLOWED_HOSTS is empty or lets every host in" : "ALLOWED_HOSTS is not set";
        List<Finding> findings = state.isFinding()
                ? List.of(state.finding(
                        CONTROL, SettingsEdit.subject(project, "ALLOWED_HOSTS"), seen, "the names of the site"))
                : List.of();
        return Outcome.of(
                        findings,
                        "ALLOWED_HOSTS is "
                                + String.join(
                                        ", ", value.flatMap(Value::asTexts).orElse(List.of())))
                .with(List.of(project.evidence()));
    }

    private static Optional<Boolean> good(Value value) {
        if (!(value instanceof Value.Items items)) {
            return Optional.empty();
        }
        List<String> names = value.asTexts().orElse(List.of());
        if (names.contains("*")) {
            return Optional.of(false);
        }
        // an item that is not known may be anything
        return names.size() < items.items().size() ? Optional.empty() : Optional.of(!names.isEmpty());
    }

    @Override
    public List<Input> asks(Finding finding, DjangoProject project) {
        return List.of(new Input(
                "hosts", "Under which names is the site reached? With commas between.", "www.example.org", false));
    }

    @Override
    public List<Change> remedy(Finding finding, DjangoProject project, Inputs inputs) {
        return inputs.text(finding, "hosts").stream()
                .map(hosts -> Arrays.stream(hosts.split(","))
                        .map(String::strip)
                        .filter(host -> host.matches("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*|\\[[0-9a-fA-F:]+\\]"))
                        .map(SettingsEdit::quoted)
                        .toList())
                .filter(hosts -> !hosts.isEmpty())
                .<Change>flatMap(hosts ->
                        SettingsEdit.set(project, "ALLOWED_HOSTS", "[" + String.join(", ", hosts) + "]").stream())
                .toList();
    }
}
