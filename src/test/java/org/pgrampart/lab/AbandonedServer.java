package org.pgrampart.lab;

import java.io.IOException;

/// A process that boots a server and is then killed, for the test of what the next one does about it.
final class AbandonedServer {
    private AbandonedServer() {}

    static void main(String[] arguments) throws IOException {
        try (LabServer server = LabServer.boot(arguments[0])) {
            System.out.println(server.sshKey("root"));
            System.out.flush();
            System.in.transferTo(System.out); // until it is killed
        }
    }
}
