package org.pgrampart.practice;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/// A program with a practice server, to be killed by a test; says the port and waits.
final class KilledProgram {
    private KilledProgram() {}

    public static void main(String[] arguments) throws IOException {
        PracticeServer server =
                PracticeServer.start(PracticeOptions.weak().in(Path.of(arguments[0])), Clock.systemUTC(), step -> {});
        System.out.println(server.port());
        int end = System.in.read();
        server.close();
        System.exit(end < 0 ? 1 : 0);
    }
}
