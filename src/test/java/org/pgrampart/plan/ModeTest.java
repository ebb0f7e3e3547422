package org.pgrampart.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.reading.Server;

/// Each way of reaching a server says what it cannot do.
class ModeTest {
    private static Server server(boolean superuser, String... via) {
        return new Server(
                170_005,
                "17.5",
                "owner",
                superuser,
                false,
                "db1",
                List.of(via),
                Optional.empty(),
                false,
                List.of("postgres"),
                Map.of());
    }

    private static String limits(Mode mode) {
        return String.join("\n", mode.limits());
    }

    @Test
    void rootDoesEverythingAndOnlyLostSessionsStayLost() {
        Mode mode = Mode.of(server(true, "jdbc", "ssh", "sudo"), Reach.ROOT);
        assertEquals("Changes are made as root on the host, statements as a superuser.", mode.title());
        assertEquals(1, mode.limits().size(), limits(mode));
        assertTrue(limits(mode).contains("sessions that a restart ended"), limits(mode));
        assertTrue(mode.unlessKept(true).contains("the server undoes all of them"), mode.unlessKept(true));
        assertFalse(mode.unlessKept(false).contains("in time"), "there is nothing to confirm");
        assertTrue(mode.wayBack().startsWith("A script on the server"), mode.wayBack());
        String other = limits(Mode.of(server(false, "jdbc", "ssh", "sudo"), Reach.ROOT));
        assertTrue(other.contains("Role owner is no superuser"), other);
    }

    @Test
    void theOwnerOfTheFilesLeavesTheHostAlone() {
        Mode mode = Mode.of(server(true, "jdbc", "ssh"), Reach.OWNER);
        assertTrue(limits(mode).contains("firewall, SSH, packages and files of the system go into an export"));
        assertTrue(limits(mode).contains("such as cron"), limits(mode));
    }

    @Test
    void statementsAloneReachNoFileAndHaveATimerInsideTheServerOnly() {
        Mode mode = Mode.of(server(true, "jdbc"), Reach.SQL);
        assertEquals("Changes are made by SQL alone, statements as a superuser.", mode.title());
        assertTrue(
                limits(mode)
                        .contains("roles and rights are changed, those that may cut access under a timer inside the"
                                + " server. Settings are changed where they need no restart and cannot cut access."),
                limits(mode));
        assertTrue(
                limits(mode).contains("what may shut out the role of this very login, and files such as pg_hba.conf"),
                limits(mode));
        assertTrue(limits(mode).contains("A restart of the server ends it"), limits(mode));
        assertFalse(limits(mode).contains("managed service"), limits(mode));
        assertTrue(mode.unlessKept(true).contains("takes roles and rights back"), mode.unlessKept(true));
        assertTrue(mode.unlessKept(true).contains("settings are put back from here"), mode.unlessKept(true));
        assertTrue(mode.wayBack().startsWith("On this computer, also as a script"), mode.wayBack());
    }

    @Test
    void aManagedServiceKeepsItsPasswordsToItself() {
        Mode mode = Mode.of(server(false, "jdbc"), Reach.SQL);
        assertTrue(limits(mode).contains("no superuser, as on a managed service"), limits(mode));
        assertTrue(limits(mode).contains("It cannot read stored passwords"), limits(mode));
    }
}
