package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.lab.LabServer;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// sudo in all its moods: cases 21 to 26 of the fault matrix.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultSudoLabIT extends UnderFault {
    private static final Duration LONG = Duration.ofSeconds(280);
    private static final String[] FILES = {FaultBench.HBA, FaultBench.AUTO_CONF};
    private static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    FaultSudoLabIT() {
        super("sudo15", FILES);
    }

    @Override
    @BeforeEach
    void look() {
        super.look();
        server.exec("journalctl --rotate --vacuum-time=1s >/dev/null 2>&1; : >/var/log/auth.log")
                .ok();
    }

    @Override
    @AfterEach
    void putBack() {
        server.exec("rm -f /etc/sudoers.d/lab; echo 'askpass:" + LabServer.ASKPASS_PASSWORD + "' | chpasswd")
                .ok();
        super.putBack();
    }

    private void sudoers(String lines) {
        server.copyIn((lines + "\n").getBytes(UTF_8), "/etc/sudoers.d/lab", "root", "440");
        server.exec("visudo -cq").ok();
    }

    private void roundTrip(String user) throws Exception {
        try (WriteSession session = bench.open(user)) {
            Pending pending = bench.apply(session, FaultBench.plan(session, TypicalChanges.of(server)), LONG);
            assertTrue(pending.mayKeep(), pending.proofs().toString());
            pending.keep();
            bench.changeSets().rollback(session, pending.id(), false, ApplyListener.NONE);
        }
        assertEquals(before, state());
    }

    private String log() {
        return server.exec("cat /var/log/auth.log; journalctl -q --no-pager -t sudo; :")
                .out();
    }

    @Test
    void case21APasswordOfSudoServesForTheWholeWay() throws Exception {
        roundTrip("askpass");
        assertFalse(log().contains(LabServer.ASKPASS_PASSWORD));
    }

    @Test
    void case22AWrongPasswordIsOneTryAndNothingElseIsTakenForIt() {
        List<Secrets.Kind> asked = new ArrayList<>();
        Connector connector = new Connector(
                (kind, what) -> {
                    asked.add(kind);
                    return kind == Secrets.Kind.SUDO_PASSWORD
                            ? Optional.of(Secret.of("wrong-password"))
                            : FaultBench.secret(kind, what);
                },
                (_, _, _) -> false,
                folder.resolve("known_hosts"));
        TargetException refused = assertThrows(
                TargetException.class,
                () -> connector.openToWrite(bench.target("askpass", server.sshPort()), Checklist.NONE));
        assertEquals(TargetException.Kind.LOGIN, refused.kind());
        assertTrue(refused.happened().contains("did not take the password"), refused.happened());
        assertEquals(
                1, asked.stream().filter(k -> k == Secrets.Kind.SUDO_PASSWORD).count());
        assertTrue(log().contains("1 incorrect password attempt"), log());
        assertEquals(before, state());
    }

    @Test
    void case22APasswordThatChangesOnTheWayIsNotFollowedByTheScript() throws Exception {
        try (WriteSession session = bench.open("askpass")) {
            Plan plan = FaultBench.plan(session, TypicalChanges.of(server));
            server.exec("echo 'askpass:another-Zq81' | chpasswd").ok();
            assertThrows(Exception.class, () -> bench.apply(session, plan, LONG));
        }
        assertTrue(log().contains("1 incorrect password attempt"), log());
        assertFalse(log().contains("2 incorrect") || log().contains("3 incorrect"), log());
        assertEquals(before, state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nopass", "askpass"})
    void case23TheLectureIsNoAnswer(String user) throws Exception {
        sudoers("Defaults lecture=always");
        roundTrip(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nopass", "askpass"})
    void case24ATerminalIsMadeWhereSudoDemandsOne(String user) throws Exception {
        sudoers("Defaults requiretty");
        roundTrip(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"use_pty", "!use_pty"})
    void case24SudosOwnTerminalChangesNothing(String option) throws Exception {
        sudoers("Defaults " + option);
        roundTrip("nopass");
    }

    @Test
    void case25AFewAllowedCommandsAreNoRootAndItIsSaid() throws Exception {
        sudoers("plain ALL=(root) NOPASSWD: /usr/bin/systemctl");
        List<String> said = new ArrayList<>();
        Connector connector = new Connector(FaultBench::secret, (_, _, _) -> false, folder.resolve("known_hosts"));
        Checklist checklist = (line, state, detail, _) -> said.add(line + " " + state + " " + detail);
        try (WriteSession session = connector.openToWrite(bench.target("plain", server.sshPort()), checklist)) {
            assertFalse(session.server().hasRoot());
            Plan plan = FaultBench.plan(session, TypicalChanges.rule(server));
            assertTrue(plan.isEmpty(), plan.text());
        }
        assertTrue(said.toString().contains("only some commands"), said.toString());
        assertEquals(before, state());
    }

    @Test
    void case26WhereSudoRecordsInputNoVerifierIsSent() throws Exception {
        sudoers("Defaults:nopass log_input");
        try (WriteSession session = bench.open("nopass")) {
            Plan plan = FaultBench.plan(
                    session, SetVerifier.of("onlylogin", Secret.of(VERIFIER)), TypicalChanges.rule(server));
            assertEquals(1, plan.items().size(), plan.text());
            assertTrue(plan.text().contains("log_input"), plan.text());
            Pending pending = bench.apply(session, plan, LONG);
            pending.undo();
        }
        assertTrue(server.exec("find /var/log/sudo-io -type f | grep -q .").rc() == 0, "nothing was recorded");
        assertEquals(
                1,
                server.exec("find /var/log/sudo-io -type f -exec zcat -f {} + | grep -q 'SCRAM-SHA-256'")
                        .rc());
        assertEquals(before, state());
    }
}
