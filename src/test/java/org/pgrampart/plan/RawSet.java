package org.pgrampart.plan;

import java.util.concurrent.atomic.AtomicInteger;
import org.pgrampart.lab.LabServer;
import org.pgrampart.lab.Ran;
import org.pgrampart.reading.Server;

/// One change set on a lab server, driven by its scripts alone, so that each can be made to die at each of its steps.
final class RawSet {
    /// What a script that killed itself ends with.
    static final int KILLED = 137;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LabServer server;
    private final byte[] tar;
    private final String id;

    RawSet(LabServer server, Plan plan, Server facts) {
        this.server = server;
        this.id = "20260101T000000Z-%04x".formatted(NUMBER.incrementAndGet());
        this.tar = Tar.of(RollbackScript.files(plan, facts, id, "test", FaultBench.CLOCK.instant()));
    }

    String id() {
        return id;
    }

    String folder() {
        return FaultBench.BASE + "/txn/" + id;
    }

    /// Sends, keeps and stages; dies at a step of staging when it is not 0.
    Ran open(int crashAt) {
        return server.exec(
                head(crashAt) + "ID=" + id + "\n"
                        + Scripts.withRetention("open.sh")
                                .replace("sh \"$T/rollback.sh\"", "CRASH_AT=0 sh \"$T/rollback.sh\""),
                tar);
    }

    /// Only unpacks, so that staging can be run by itself.
    void unpack() {
        server.exec(
                        "set -e; mkdir -p -m 700 %1$s/txn; mkdir -m 700 %2$s; ln -s txn/%3$s %1$s/active; tar -xf - -C %2$s; cp %2$s/boot-recover.sh %1$s"
                                .formatted(FaultBench.BASE, folder(), id),
                        tar)
                .ok();
    }

    Ran prepare(int crashAt) {
        return script(crashAt, "prepare.sh", "\"$T\"");
    }

    Ran arm(int seconds) {
        return script(0, "arm.sh", "\"$T\" " + seconds);
    }

    /// As on a server that has no timer.
    void unguarded() {
        server.exec(": >" + folder() + "/unguarded").ok();
    }

    /// The way it is really run, apart from whoever asked for it.
    Ran apply(String what, int crashAt) {
        return script(crashAt, "apply.sh", "\"$T\" " + what);
    }

    Ran rollback(String mode, int crashAt) {
        return script(crashAt, "rollback.sh", mode);
    }

    Ran confirm(int crashAt) {
        return script(crashAt, "confirm.sh", "");
    }

    Ran bootRecover(String mode) {
        return server.exec("sh " + FaultBench.BASE + "/boot-recover.sh " + mode);
    }

    private Ran script(int crashAt, String name, String arguments) {
        return server.exec(head(crashAt) + "T=" + folder() + "\nsh \"$T/" + name + "\" " + arguments);
    }

    private static String head(int crashAt) {
        return "CRASH_AT=" + crashAt + "\nexport CRASH_AT\nBASE=" + FaultBench.BASE + "\n";
    }
}
