package org.pgrampart.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.change.Effect;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;
import org.pgrampart.model.Severity;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Server;
import org.pgrampart.target.Rounds;

/// A made-up server with every kind of outcome, judged by the real assessor.
final class Samples {
    static final Instant AT = Instant.parse("2026-11-23T14:30:10Z");

    static final List<SampleCheck> CHECKS = List.of(
            SampleCheck.of(
                            "AUTH-01",
                            Area.AUTHENTICATION,
                            Severity.HIGH,
                            "Passwords are stored as SCRAM-SHA-256 verifiers",
                            "role shop_app")
                    .asking(),
            SampleCheck.of(
                    "AUTH-02",
                    Area.AUTHENTICATION,
                    Severity.HIGH,
                    "New passwords are stored as SCRAM-SHA-256 verifiers",
                    "password_encryption"),
            SampleCheck.of(
                            "AUTH-10",
                            Area.AUTHENTICATION,
                            Severity.CRITICAL,
                            "No rule lets anybody in without a password",
                            "host all all 0.0.0.0/0 trust")
                    .mayCutAccess(),
            SampleCheck.of(
                            "AUTH-14",
                            Area.AUTHENTICATION,
                            Severity.CRITICAL,
                            "The application's role is no superuser",
                            "role shop_app superuser")
                    .effect(Effect.AT_ONCE),
            SampleCheck.of(
                            "AUTH-24",
                            Area.AUTHENTICATION,
                            Severity.MEDIUM,
                            "Every login role has a connection limit",
                            "connection limit")
                    .effect(Effect.NEW_SESSIONS),
            SampleCheck.of("AUTH-28", Area.AUTHENTICATION, Severity.LOW, "Passwords end some day", "valid until"),
            SampleCheck.of("TLS-01", Area.CONNECTIONS, Severity.CRITICAL, "Connections can be encrypted", "ssl"),
            SampleCheck.of(
                    "TLS-02",
                    Area.CONNECTIONS,
                    Severity.HIGH,
                    "TLS older than 1.2 is refused",
                    "ssl_min_protocol_version"),
            SampleCheck.of(
                    "TLS-12",
                    Area.CONNECTIONS,
                    Severity.HIGH,
                    "The server's certificate is valid for thirty more days",
                    "certificate"),
            SampleCheck.of(
                    "TLS-16",
                    Area.CONNECTIONS,
                    Severity.MEDIUM,
                    "The private key is readable for the server alone",
                    "server.key"),
            SampleCheck.of(
                    "ENC-01",
                    Area.ENCRYPTION,
                    Severity.HIGH,
                    "The data directory lies on an encrypted volume",
                    "data_directory"),
            SampleCheck.of("ENC-11", Area.ENCRYPTION, Severity.MEDIUM, "Data checksums are on", "data_checksums"),
            SampleCheck.of(
                    "BCK-01",
                    Area.BACKUP,
                    Severity.CRITICAL,
                    "A backup is younger than the data you may lose",
                    "newest backup"),
            SampleCheck.of(
                            "BCK-03",
                            Area.BACKUP,
                            Severity.HIGH,
                            "Write-ahead log is archived without failures",
                            "archive_mode")
                    .effect(Effect.RESTART),
            SampleCheck.of(
                    "BCK-19", Area.BACKUP, Severity.MEDIUM, "A restore was tried in the last quarter", "restore test"),
            SampleCheck.of("MON-01", Area.MONITORING, Severity.MEDIUM, "The server keeps its log", "logging_collector")
                    .effect(Effect.RESTART),
            SampleCheck.of("MON-02", Area.MONITORING, Severity.LOW, "Every connection is logged", "log_connections")
                    .effect(Effect.NEW_SESSIONS),
            SampleCheck.of(
                            "MON-03",
                            Area.MONITORING,
                            Severity.LOW,
                            "Every end of a connection is logged",
                            "log_disconnections")
                    .effect(Effect.NEW_SESSIONS),
            SampleCheck.of(
                    "MON-05", Area.MONITORING, Severity.LOW, "Changes of the schema are logged", "log_statement"),
            SampleCheck.of("UPD-01", Area.UPDATES, Severity.HIGH, "The newest minor release runs", "server_version"),
            SampleCheck.of(
                    "UPD-02", Area.UPDATES, Severity.CRITICAL, "The major release still gets fixes", "server major"),
            SampleCheck.of(
                            "NET-01",
                            Area.NETWORK,
                            Severity.HIGH,
                            "PostgreSQL listens only where it must",
                            "listen_addresses")
                    .effect(Effect.RESTART),
            SampleCheck.of(
                    "NET-02",
                    Area.NETWORK,
                    Severity.HIGH,
                    "A firewall lets only known addresses to the port",
                    "nftables"),
            SampleCheck.of(
                    "SQLI-01",
                    Area.INJECTION,
                    Severity.CRITICAL,
                    "No function of the owner builds SQL from its arguments",
                    "search_products"),
            SampleCheck.of(
                    "SQLI-11",
                    Area.INJECTION,
                    Severity.HIGH,
                    "No view of the project builds SQL from the request",
                    "shop/views.py:41"),
            SampleCheck.of("APP-01", Area.APPLICATION, Severity.HIGH, "DEBUG is off", "settings.py DEBUG"),
            SampleCheck.of(
                    "APP-05",
                    Area.APPLICATION,
                    Severity.MEDIUM,
                    "Cookies travel only over TLS",
                    "SESSION_COOKIE_SECURE"),
            SampleCheck.of(
                    "AUD-01",
                    Area.AUDITS,
                    Severity.LOW,
                    "The last assessment is younger than ninety days",
                    "last assessment"),
            SampleCheck.of(
                    "AUD-10",
                    Area.AUDITS,
                    Severity.MEDIUM,
                    "Nearly everything that applies could be checked",
                    "coverage"));

    private static final Map<String, String> WEAK = Map.ofEntries(
            Map.entry("AUTH-01", "fail"),
            Map.entry("AUTH-02", "fail"),
            Map.entry("AUTH-10", "fail3"),
            Map.entry("AUTH-14", "fail"),
            Map.entry("AUTH-24", "warn"),
            Map.entry("TLS-01", "fail"),
            Map.entry("TLS-02", "fail"),
            Map.entry("TLS-12", "absent"),
            Map.entry("ENC-01", "unknown"),
            Map.entry("BCK-03", "fail"),
            Map.entry("BCK-19", "warn"),
            Map.entry("MON-02", "fail"),
            Map.entry("MON-03", "fail"),
            Map.entry("UPD-01", "warn"),
            Map.entry("NET-01", "fail"),
            Map.entry("NET-02", "unknown"),
            Map.entry("SQLI-01", "fail"),
            Map.entry("SQLI-11", "fail3"),
            Map.entry("APP-05", "fail"),
            Map.entry("AUD-10", "warn"));

    private Samples() {}

    static Server server(boolean practice) {
        return new Server(
                180006,
                "18.6",
                "postgres",
                true,
                false,
                practice ? "127.0.0.1" : "db1.example.org",
                List.of("jdbc", "ssh", "sudo"),
                Optional.of("Debian GNU/Linux 12 (bookworm)"),
                practice,
                List.of("shop", "postgres"),
                Map.of());
    }

    /// @param mended controls that are put right already
    static Assessment assessment(String name, boolean practice, Set<String> mended) {
        Map<String, String> states = new LinkedHashMap<>(WEAK);
        mended.forEach(states::remove);
        List<String> flat = new ArrayList<>();
        states.forEach((number, state) -> {
            flat.add(number);
            flat.add(state);
        });
        Answers answers = new Answers(
                server(practice),
                AT,
                Map.of(SampleCheck.STATES, new Answer.Seen<>(SampleCheck.rows(flat.toArray(String[]::new)))),
                Map.of(),
                Map.of(),
                new Answer.Unseen<>("not looked at", ""),
                Optional.empty(),
                Map.of());
        List<Check<?>> checks = new ArrayList<>(CHECKS);
        return new Assessment(
                name,
                AT,
                Duration.ofMillis(1840),
                Baseline.standard(),
                answers,
                Assessor.judge(checks, answers, Baseline.standard(), List.of()),
                new Rounds(5, 2));
    }
}
