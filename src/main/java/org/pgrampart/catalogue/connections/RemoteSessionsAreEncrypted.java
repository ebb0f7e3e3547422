package org.pgrampart.catalogue.connections;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.ClientSessions;
import org.pgrampart.probe.Probe;

/// TLS-18.
public final class RemoteSessionsAreEncrypted implements Check<ClientSessions> {
    private static final Control CONTROL = new Control(
            "TLS-18",
            Area.CONNECTIONS,
            Severity.HIGH,
            FixKind.MANUAL,
            "No session from another machine runs without encryption",
            """
            These sessions carry queries and rows readable over the network right now. They are also the clients that \
            would be locked out when plain text is forbidden, so they come first.""",
            """
            Give each listed client sslmode=verify-full and the certificate of your authority, in Django under \
            DATABASES OPTIONS, restart it, and assess again until the list is empty.""",
            """
            Only sessions that are open at this moment are seen; a nightly job is not. The log with log_connections \
            on tells of those.""",
            List.of("https://www.postgresql.org/docs/current/monitoring-stats.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ClientSessions> probe() {
        return ClientSessions.PROBE;
    }

    @Override
    public Outcome judge(ClientSessions clients, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<ClientSessions.Session> remote = clients.remote();
        for (ClientSessions.Session session : remote) {
            String who = Printable.line(session.role()
                    + (session.database().isEmpty() ? " (replication)" : " in " + session.database())
                    + " from " + session.address()
                    + (session.application().isEmpty() ? "" : " (" + session.application() + ")"));
            evidence.add(new Evidence(
                    "pg_stat_ssl", who + ": " + (session.encrypted() ? "encrypted " + session.tls() : "plain")));
            if (!session.encrypted()) {
                findings.add(Finding.fail(
                        CONTROL,
                        Subject.named(Subject.Kind.SESSION, who),
                        session.count() == 1 ? "a session without encryption" : session.count() + " without encryption",
                        "TLS"));
            }
        }
        String whenGood = remote.isEmpty()
                ? "nobody is connected from another machine now"
                : "all "
                        + remote.stream()
                                .mapToLong(ClientSessions.Session::count)
                                .sum() + " sessions from other machines are encrypted";
        return Outcome.of(findings, whenGood).with(evidence);
    }
}
