package org.pgrampart.practice;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// Certificates for tests of other packages.
public final class PracticeTls {
    private PracticeTls() {}

    /// Writes `ca.crt`, `server.crt` and `server.key`, the key for its owner alone.
    public static void write(Path folder, Instant now) throws IOException {
        PracticeCertificates.write(folder, now);
    }
}
