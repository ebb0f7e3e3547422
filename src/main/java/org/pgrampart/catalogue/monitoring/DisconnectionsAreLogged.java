package org.pgrampart.catalogue.monitoring;

import java.util.List;
import org.pgrampart.check.SettingCheck;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Severity;

/// MON-03.
public final class DisconnectionsAreLogged extends SettingCheck {
    private static final Control CONTROL = new Control(
            "MON-03",
            Area.MONITORING,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "The end of every session is logged",
            """
            A login alone does not say how long somebody was in. Without the end of the session nobody can tell \
            which of two overlapping sessions did the damage, or that one stayed open all night.""",
            "Set log_disconnections on. It holds for sessions that begin after the reload.",
            "One line for each session, with its length. Its worth depends on log_connections being on as well.",
            List.of("https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS 3.1.21"));

    public DisconnectionsAreLogged() {
        super(CONTROL, Bound.warns("log_disconnections", "on"));
    }
}
