package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.pgrampart.lab.Patience;
import org.pgrampart.target.WriteSession;

/// One lab server with what it takes to apply changes while something goes wrong with its PostgreSQL.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class PostgresUnderFault extends UnderFault {
    static final Duration SHORT = Duration.ofSeconds(10);
    static final Duration LONG = Duration.ofSeconds(280);
    static final String[] FILES = {FaultBench.HBA, FaultBench.CONF, FaultBench.AUTO_CONF};
    static final String OTHERS = "/etc/postgresql/15/main/conf.d/others.conf";
    static final String UNIT = "postgresql@15-main";
    static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    PostgresUnderFault() {
        super("pg15", FILES);
    }

    @Override
    @AfterEach
    void putBack() {
        boolean others = server.exec("rm " + OTHERS).rc() == 0;
        if (others || !isUp()) {
            server.exec("systemctl reset-failed; systemctl restart " + UNIT).ok();
        }
        super.putBack();
    }

    boolean isUp() {
        return server.exec("pg_isready -q -h 127.0.0.1").rc() == 0;
    }

    /// What somebody else has set for the whole server.
    void others(String lines, boolean restart) {
        server.copyIn((lines + "\n").getBytes(UTF_8), OTHERS, "postgres", "644");
        server.exec("systemctl " + (restart ? "restart " : "reload ") + UNIT).ok();
        Patience.until("PostgreSQL is up", Duration.ofSeconds(20), this::isUp, () -> "");
    }

    Pending applied(WriteSession session, Duration window) throws Exception {
        Pending pending = bench.apply(session, FaultBench.plan(session, TypicalChanges.of(server)), window);
        assertTrue(pending.mayKeep(), pending.proofs().toString());
        return pending;
    }

    Pending applied(Duration window) throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = applied(session, window);
            assertNotEquals(before, state());
            return pending;
        }
    }

    void roundTrip() throws Exception {
        try (WriteSession session = bench.open("nopass")) {
            Pending pending = applied(session, LONG);
            pending.keep();
            bench.changeSets().rollback(session, pending.id(), false, ApplyListener.NONE);
        }
    }

    void undoneAlone(String id) {
        bench.awaitUndone(id);
        assertEquals(before, state());
    }
}
