package org.pgrampart.plan;

import java.util.Random;

/// What dies in the middle of an attempt.
enum SoakKill {
    /// The program itself.
    PROGRAM(12),
    /// The SSH connections, cut on the server.
    CONNECTION(25),
    /// The script that runs at that moment on the server.
    SCRIPT(35),
    /// Both, and whatever the connection had started.
    SESSION(15),
    /// The whole server, as by a power cut.
    SERVER(3),
    NOTHING(10);

    private final int share;

    SoakKill(int share) {
        this.share = share;
    }

    static SoakKill any(Random random) {
        int at = random.nextInt(100);
        for (SoakKill kind : values()) {
            at -= kind.share;
            if (at < 0) {
                return kind;
            }
        }
        return NOTHING;
    }

    /// A shell line for the server that kills it; empty where the test does it itself.
    ///
    /// @param seconds how long to wait once there is something to kill
    String line(double seconds) {
        String script = """
                for i in $(seq 100); do
                    pids=$(pgrep -f '^(/bin/)?sh [^ ]*/txn/[^ ]*/(prepare|apply|arm|confirm|rollback|activate|validate|shadow)[.]sh')
                    if [ -n "$pids" ]; then sleep %s; kill -9 $pids 2>/dev/null; exit 0; fi
                    sleep 0.03
                done
                """.formatted(seconds);
        return switch (this) {
            case CONNECTION -> "pkill -9 -f '^sshd: nopass'; :";
            case SCRIPT -> script;
            case SESSION -> "pkill -9 -f '^sshd: nopass'; pkill -9 -u nopass; pkill -9 -f '/txn/.*[.]sh'; :";
            case PROGRAM, SERVER, NOTHING -> "";
        };
    }
}
