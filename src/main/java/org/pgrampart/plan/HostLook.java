package org.pgrampart.plan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Server;
import org.pgrampart.target.TargetException;

/// Asks the host itself, before and after a change.
final class HostLook {
    private static final Duration LONG = Duration.ofMinutes(2);

    private HostLook() {}

    static List<Verdict> before(ServerFolder folder, Server server) throws TargetException {
        return run(folder, server, "before", "");
    }

    /// @param certificate the file that the port's certificate should come from; empty without TLS
    static List<Verdict> after(ServerFolder folder, Server server, String certificate) throws TargetException {
        return run(folder, server, "after", certificate);
    }

    private static List<Verdict> run(ServerFolder folder, Server server, String mode, String certificate)
            throws TargetException {
        String variables = Shell.assignment("MODE", mode) + "\n" + Shell.assignment("CERTIFICATE", certificate) + "\n"
                + Shell.assignment("DJANGO", server.django().orElse("")) + "\n";
        byte[] reader = Scripts.text("django-login.py").getBytes(StandardCharsets.UTF_8);
        Output output = folder.here(variables + Scripts.text("prove.sh"), reader, LONG);
        return Verdict.read(output.text());
    }
}
