package org.pgrampart.plan;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// A program that gives role `app` another verifier over the database alone and waits, to be killed by a test.
final class SqlModeProgram {
    static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    private SqlModeProgram() {}

    static WriteSession open(int port, String role, String password, Path folder) throws TargetException {
        Connector connector = new Connector(
                (_, _) -> Optional.of(Secret.of(password)), (_, _, _) -> false, folder.resolve("known_hosts"));
        Target target = Target.of(
                "sql", DatabaseAddress.of("127.0.0.1", port, "postgres", role).sslMode("disable"));
        return connector.openToWrite(target, Checklist.NONE);
    }

    static List<Choice> choices(org.pgrampart.change.Change... changes) {
        return List.of(changes).stream()
                .map(change -> new Choice(
                        new Finding(
                                "AUTH-01",
                                Subject.named(Subject.Kind.SERVER, change.summary()),
                                Status.FAIL,
                                "seen",
                                "wanted"),
                        List.of(change)))
                .toList();
    }

    /// @param arguments the port, a folder, the seconds; the password comes on standard input
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        String password = new String(System.in.readNBytes(Integer.parseInt(arguments[3])));
        WriteSession session = open(Integer.parseInt(arguments[0]), "postgres", password, folder);
        Clock clock = Clock.systemUTC();
        Plan plan = Planner.plan(session, choices(SetVerifier.of("app", Secret.of(VERIFIER))), clock.instant());
        Pending pending = new Applier(clock, folder.resolve("changes"), "test")
                .apply(
                        session,
                        plan.confirm(plan.digest()),
                        Duration.ofSeconds(Long.parseLong(arguments[2])),
                        ApplyListener.NONE);
        System.out.println("waits " + pending.mayKeep());
        System.exit(System.in.read() < 0 ? 1 : 0);
    }
}
