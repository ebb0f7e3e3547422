package org.pgrampart.catalogue.monitoring;

import java.util.List;
import java.util.Set;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.check.Inputs;
import org.pgrampart.check.SettingCheck;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Settings;

/// MON-02.
public final class ConnectionsAreLogged extends SettingCheck {
    private static final Control CONTROL = new Control(
            "MON-02",
            Area.MONITORING,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "Every login is logged",
            """
            A stolen password is used by a login that looks like any other. Only the log tells from which address \
            and when each role came in, and shows a series of attempts before one succeeds.""",
            """
            Set log_connections on; from PostgreSQL 18 to receipt, authentication and authorization. New sessions \
            are logged after a reload.""",
            """
            Two or three lines for each connection. With an application that opens one for each request the log \
            grows quickly: use persistent connections or a pooler.""",
            List.of("https://www.postgresql.org/docs/current/runtime-config-logging.html", "CIS 3.1.20"));

    private static final Set<String> ON = Set.of("on", "true", "yes", "1", "all");
    private static final String STAGES = "receipt,authentication,authorization";

    public ConnectionsAreLogged() {
        super(CONTROL, Bound.warns("log_connections", "on").good(ConnectionsAreLogged::tells));
    }

    /// From 18 on it is a list of stages, and the old words still count.
    private static boolean tells(String value) {
        List<String> stages = Sql.elements(value, true);
        return stages.stream().anyMatch(ON::contains) || stages.containsAll(List.of("authentication", "authorization"));
    }

    @Override
    public List<Change> remedy(Finding finding, Settings settings, Inputs inputs) {
        boolean stages = settings.version() >= 180_000 && finding.subject().equals(Subject.setting("log_connections"));
        return stages
                ? List.of(AlterSystem.set("log_connections", STAGES, effect(settings, "log_connections")))
                : super.remedy(finding, settings, inputs);
    }
}
