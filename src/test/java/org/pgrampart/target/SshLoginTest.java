package org.pgrampart.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import org.junit.jupiter.api.Test;
import org.pgrampart.target.ssh.SshSettings;

class SshLoginTest {
    @Test
    void aConnectionThatEndedBeforeTheLoginIsToldLikeAnyOther() throws Exception {
        SshSettings settings = new SshSettings(
                "db1",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        try (SSHClient ended = new SSHClient()) {
            SshLogin login = new SshLogin(
                    ended,
                    "ann",
                    settings,
                    new RememberedSecrets((_, _) -> Optional.empty()),
                    Map.of(),
                    Path.of("/nowhere"));
            TargetException told = assertThrows(TargetException.class, () -> login.logIn(Optional.empty()));
            assertEquals(TargetException.Kind.LOGIN, told.kind());
            assertTrue(told.happened().contains("closed the connection"), told.happened());
        }
    }
}
