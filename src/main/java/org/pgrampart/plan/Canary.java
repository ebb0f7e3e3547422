package org.pgrampart.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Output;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.WriteSession;

/// Tries an SSH login against a second sshd that has the files of a change set, through the connection we have.
final class Canary {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Canary() {}

    /// `SSH_CONNECTION` of the login user's shell: sudo forgets where the login came from.
    static String connection(WriteSession session) throws TargetException {
        return session.script("echo \"${SSH_CONNECTION:-}\"\n", new byte[0], false, MINUTE)
                .text()
                .strip();
    }

    static List<Verdict> fly(WriteSession session, ServerFolder folder, String connection) throws TargetException {
        String login = session.server().paths().getOrDefault("SELF", "");
        String from = connection.isEmpty() ? "127.0.0.1" : connection.split(" ", 2)[0];
        String head = Shell.assignment("LOGIN", login) + "\n" + Shell.assignment("FROM", from) + "\n";
        Output output = folder.here("MODE=start\n" + head + Scripts.text("canary.sh"), new byte[0], MINUTE);
        List<Verdict> verdicts = new ArrayList<>(Verdict.read(output.text()));
        List<String> lines = output.lines();
        Optional<String> refusal = SshdRules.read(lines, login, from).refusal();
        refusal.ifPresent(why -> verdicts.add(Verdict.refused("sshd", "it would not let " + login + " in: " + why)));
        Optional<String> port =
                lines.stream().filter(line -> line.matches("canary \\d+")).findFirst();
        if (port.isPresent()) {
            try {
                if (refusal.isEmpty()) {
                    int number = Integer.parseInt(port.get().substring("canary ".length()));
                    verdicts.add(login(session, number, lines.contains("by address")));
                }
            } finally {
                folder.here("MODE=stop\n" + head + Scripts.text("canary.sh"), new byte[0], MINUTE);
            }
        }
        return List.copyOf(verdicts);
    }

    private static Verdict login(WriteSession session, int port, boolean byAddress) {
        try {
            session.trySsh(port);
            return Verdict.passed("sshd", "a login to it works");
        } catch (TargetException e) {
            return e.kind() == Kind.UNREACHABLE || byAddress
                    ? Verdict.unchecked("sshd", e.happened())
                    : Verdict.refused("sshd", "a login to a second sshd with these files fails: " + e.happened());
        }
    }
}
