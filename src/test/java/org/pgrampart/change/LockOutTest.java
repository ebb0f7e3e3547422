package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockOutTest {
    @Test
    void everySettingThatCanShutEverybodyOutIsAHazardWhereverItIsSet() {
        for (String name : List.of(
                "listen_addresses",
                "port",
                "unix_socket_directories",
                "unix_socket_permissions",
                "hba_file",
                "ident_file",
                "config_file",
                "data_directory",
                "ssl",
                "ssl_ciphers",
                "authentication_timeout",
                "max_connections",
                "superuser_reserved_connections",
                "reserved_connections",
                "shared_preload_libraries",
                "Session_Preload_Libraries",
                "local_preload_libraries",
                "krb_server_keyfile",
                "db_user_namespace",
                "event_triggers",
                "statement_timeout",
                "idle_session_timeout",
                "idle_in_transaction_session_timeout",
                "transaction_timeout",
                "default_transaction_read_only",
                "search_path",
                "role",
                "session_authorization")) {
            assertEquals(
                    Hazard.MAY_CUT_ACCESS,
                    AlterSystem.set(name, "1", Effect.RELOAD).hazard(),
                    name);
            assertEquals(
                    Hazard.MAY_CUT_ACCESS, RoleSetting.ofRole("app", name, "1").hazard(), name);
            assertEquals(
                    Hazard.MAY_CUT_ACCESS,
                    RoleSetting.ofDatabase("shop", name, "1").hazard(),
                    name);
        }
        assertEquals(
                Hazard.NONE,
                AlterSystem.set("log_connections", "on", Effect.RELOAD).hazard());
    }

    @Test
    void onlyTheWeakKindOfPasswordCanShutSomebodyOut() {
        assertEquals(
                Hazard.NONE,
                AlterSystem.set("password_encryption", "scram-sha-256", Effect.RELOAD)
                        .hazard());
        assertEquals(
                Hazard.MAY_CUT_ACCESS,
                RoleSetting.ofRole("app", "password_encryption", "md5").hazard());
    }

    @Test
    void closingADatabaseOrLimitingItIsAHazardAndOpeningItIsNone() {
        assertEquals(
                Hazard.MAY_CUT_ACCESS,
                AlterDatabase.allowConnections("shop", false).hazard());
        assertEquals(
                Hazard.MAY_CUT_ACCESS, AlterDatabase.connectionLimit("shop", 3).hazard());
        assertEquals(Hazard.NONE, AlterDatabase.allowConnections("shop", true).hazard());
        assertEquals(Hazard.NONE, AlterDatabase.connectionLimit("shop", -1).hazard());
    }

    @Test
    void whatCutsARoleOffIsAHazard() {
        assertEquals(Hazard.MAY_CUT_ACCESS, RenameRole.of("app", "shop").hazard());
        assertEquals(Hazard.MAY_CUT_ACCESS, RevokeRole.of("staff", "app").hazard());
        assertEquals(
                Hazard.MAY_CUT_ACCESS,
                Revoke.of(Privilege.of("CONNECT", DatabaseObject.database("shop"), "app"))
                        .hazard());
        assertEquals(Hazard.NONE, CreateRole.group("staff").hazard());
    }

    @Test
    void whatCannotBeUndoneSaysSo() {
        assertInstanceOf(
                Reversal.None.class,
                AlterSystem.set("fsync", "off", Effect.RELOAD).reversal());
        assertInstanceOf(
                Reversal.None.class,
                AlterSystem.set("wal_level", "minimal", Effect.RESTART).reversal());
        assertInstanceOf(
                Reversal.Equivalent.class,
                AlterSystem.set("archive_command", "true", Effect.RELOAD).reversal());
        assertInstanceOf(
                Reversal.Equivalent.class,
                AlterSystem.set("max_connections", "50", Effect.RESTART).reversal());
        assertInstanceOf(
                Reversal.Exact.class,
                AlterSystem.set("fsync", "on", Effect.RELOAD).reversal());
        assertInstanceOf(
                Reversal.Exact.class,
                new AlterSystem("log_connections", Optional.of("on"), Effect.RELOAD, Hazard.NONE).reversal());
    }
}
