package org.pgrampart.catalogue.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.SettingCheck;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Settings;

/// SQLI-07.
public final class StringLiteralsAreStandard extends SettingCheck {
    private static final Control CONTROL = new Control(
            "SQLI-07",
            Area.INJECTION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "A backslash is an ordinary character in string literals",
            """
            With standard_conforming_strings off a backslash hides the quote after it. Code that doubles quotes and \
            nothing else, as most hand-made quoting does, then lets the input end the literal and go on as SQL.""",
            """
            Set standard_conforming_strings on and backslash_quote to safe_encoding, and take back what single roles \
            or databases have set otherwise.""",
            """
            Old code that writes \\n or \\' in plain literals has to use E'…' instead. Look for such literals in the \
            log by escape_string_warning first.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-compatible.html"));

    public StringLiteralsAreStandard() {
        super(
                CONTROL,
                Bound.fails("standard_conforming_strings", "on"),
                Bound.warns("backslash_quote", "safe_encoding").good(value -> !value.equals("on")));
    }

    /// An override has no use here, so it is taken away.
    @Override
    public List<Change> remedy(Finding finding, Settings settings, Inputs inputs) {
        List<Change> changes = new ArrayList<>(super.remedy(finding, settings, inputs));
        for (String name : List.of("standard_conforming_strings", "backslash_quote")) {
            for (Settings.Override override : settings.overrides(name)) {
                Subject subject = Subject.named(Subject.Kind.SETTING, name + " of " + override.where());
                if (subject.equals(finding.subject())) {
                    changes.add(new RoleSetting(
                            named(override.role()), named(override.database()), name, Optional.empty()));
                }
            }
        }
        return List.copyOf(changes);
    }

    private static Optional<String> named(String name) {
        return name.equals("*") ? Optional.empty() : Optional.of(name);
    }
}
