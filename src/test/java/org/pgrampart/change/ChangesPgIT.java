package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.change.DefaultPrivileges.Kind;
import org.pgrampart.format.Sql;
import org.pgrampart.model.Secret;
import org.pgrampart.target.TargetException;
import org.pgrampart.testing.RealPostgres;

/// Every change of roles, rights, owners and settings on real servers: there, back, and nothing left behind.
class ChangesPgIT {
    private static final String SHOP = "Shop & \"Söhne\"";
    private static final String LONG = "x".repeat(57) + "名前";
    private static final List<String> NAMES = List.of("plain", "O'Brien sp ace", "q\"uo\\te$do$", "all", LONG);
    private static final String SCRAM = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    private static final String MD5 = "md55a231fcdb710d73268c4f44283487ba2";

    @TempDir
    Path folder;

    private ServerUnderChange server(RealPostgres postgres) throws Exception {
        try (ServerUnderChange bare = new ServerUnderChange(postgres, folder, "postgres")) {
            bare.sql("CREATE DATABASE " + Sql.identifier(SHOP));
            for (String name : NAMES) {
                bare.sql("CREATE ROLE " + Sql.identifier(name) + " LOGIN");
            }
        }
        ServerUnderChange server = new ServerUnderChange(postgres, folder, SHOP);
        server.sql("""
                CREATE SCHEMA "Mixed case";
                GRANT USAGE ON SCHEMA "Mixed case" TO PUBLIC;
                CREATE TABLE "Mixed case"."ta""ble" (id serial PRIMARY KEY, email text);
                CREATE TABLE plain_table (id int GENERATED ALWAYS AS IDENTITY, note text);
                CREATE VIEW seen AS SELECT 1 AS one;
                CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b';
                CREATE TYPE mood AS ENUM ('glad', 'sad')""");
        return server;
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyChangeGoesThereAndBack(int major) throws Exception {
        try (RealPostgres postgres = RealPostgres.start(major);
                ServerUnderChange server = server(postgres)) {
            for (String name : NAMES) {
                roles(server, name);
            }
            for (String name : List.of("O'Brien sp ace", "q\"uo\\te$do$")) {
                rights(server, name);
            }
            owners(server);
            memberships(server, major);
            settings(server);
        }
    }

    private static void roles(ServerUnderChange server, String name) throws Exception {
        String fresh = name.equals(LONG) ? "y" + LONG.substring(1) : "new " + name;
        server.roundTrip(CreateRole.group(fresh));
        server.roundTrip(CreateRole.login(fresh, Optional.of(Secret.of(SCRAM))));
        server.roundTrip(new CreateRole(
                fresh, Set.of(AlterRole.Attribute.LOGIN, AlterRole.Attribute.CREATEDB), Optional.empty()));
        server.roundTrip(AlterRole.with(name, AlterRole.Attribute.CREATEDB, AlterRole.Attribute.BYPASSRLS));
        server.roundTrip(AlterRole.without(name, AlterRole.Attribute.LOGIN, AlterRole.Attribute.INHERIT));
        server.roundTrip(AlterRole.connectionLimit(name, 7));
        server.roundTrip(AlterRole.validUntil(name, Instant.parse("2031-05-06T07:08:09.250Z")));
        server.roundTrip(SetVerifier.of(name, Secret.of(SCRAM)));
        server.roundTrip(RenameRole.of(name, fresh));
        server.sql("ALTER ROLE " + Sql.identifier(name) + " PASSWORD '" + MD5 + "'");
        server.roundTrip(RenameRole.of(name, fresh));
        server.roundTrip(SetVerifier.none(name));
        server.roundTrip(RoleSetting.ofRole(name, "search_path", "\"$user\", \"Mixed case\", public"));
        server.roundTrip(RoleSetting.ofRoleIn(name, SHOP, "statement_timeout", "30s"));
        server.sql("ALTER ROLE " + Sql.identifier(name) + " SET search_path = 'a b', pg_catalog");
        server.roundTrip(RoleSetting.ofRole(name, "search_path", "public").reset());
    }

    private static void rights(ServerUnderChange server, String name) throws Exception {
        DatabaseObject table = DatabaseObject.table(SHOP, "Mixed case", "ta\"ble");
        List<DatabaseObject> objects = List.of(
                DatabaseObject.column(SHOP, "Mixed case", "ta\"ble", "email"),
                table,
                DatabaseObject.table(SHOP, "public", "seen"));
        for (DatabaseObject object : objects) {
            server.roundTrip(Grant.of(Privilege.of("SELECT", object, name)));
            server.roundTrip(Grant.withGrantOption(Privilege.of("UPDATE", object, name)));
        }
        Map<String, DatabaseObject> others = Map.of(
                "USAGE", DatabaseObject.sequence(SHOP, "Mixed case", "ta\"ble_id_seq"),
                "EXECUTE", DatabaseObject.function(SHOP, "public", "add", "a integer, b integer"),
                "CREATE", DatabaseObject.schema(SHOP, "Mixed case"),
                "CONNECT", DatabaseObject.database(SHOP));
        for (Map.Entry<String, DatabaseObject> other : others.entrySet()) {
            server.roundTrip(Grant.of(Privilege.of(other.getKey(), other.getValue(), name)));
        }
        server.roundTrip(Grant.of(Privilege.of("USAGE", DatabaseObject.type(SHOP, "public", "mood"), name)));
        server.roundTrip(Grant.of(Privilege.of("USAGE", DatabaseObject.language(SHOP, "plpgsql"), name)));
        server.roundTrip(Revoke.of(Privilege.ofPublic("TEMP", DatabaseObject.database(SHOP))));
        server.roundTrip(Revoke.of(
                Privilege.ofPublic("EXECUTE", DatabaseObject.function(SHOP, "public", "add", "a integer, b integer"))));
        String other = name.equals("plain") ? "all" : "plain";
        for (Optional<String> schema : List.of(Optional.<String>empty(), Optional.of("Mixed case"))) {
            server.roundTrip(DefaultPrivileges.grant(SHOP, name, schema, Kind.TABLES, other, "SELECT", "INSERT"));
            server.roundTrip(DefaultPrivileges.grant(SHOP, other, schema, Kind.SEQUENCES, name, "USAGE"));
        }
        server.roundTrip(
                DefaultPrivileges.revoke(SHOP, name, Optional.empty(), Kind.FUNCTIONS, Optional.empty(), "EXECUTE"));
        server.roundTrip(DefaultPrivileges.grant(SHOP, name, Optional.empty(), Kind.SCHEMAS, other, "USAGE"));
        server.sql("ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.identifier(name)
                + " GRANT SELECT, UPDATE ON TABLES TO postgres WITH GRANT OPTION");
        server.roundTrip(
                DefaultPrivileges.revoke(SHOP, name, Optional.empty(), Kind.TABLES, Optional.of("postgres"), "SELECT"));
        server.roundTrip(DefaultPrivileges.grant(
                SHOP, name, Optional.empty(), Kind.TABLES, "postgres", "SELECT", "DELETE", "UPDATE"));
        // rights that somebody else passed on are taken and given back in that one's name
        server.run(Grant.withGrantOption(Privilege.of("DELETE", table, other)));
        server.sql("SET ROLE " + Sql.identifier(other) + "; GRANT DELETE ON "
                + table.target().substring(6) + " TO " + Sql.identifier(name));
        Map<String, String> between = server.roundTrip(Revoke.of(Privilege.of("DELETE", table, name)));
        assertTrue(between.toString().contains("d*"), "the grantor keeps his own");
        server.run(new Revoke(Privilege.of("DELETE", table, name), false, List.of(new Given(other, false))));
        server.run(Revoke.of(Privilege.of("DELETE", table, other)));
    }

    private static void owners(ServerUnderChange server) throws Exception {
        DatabaseObject table = DatabaseObject.table(SHOP, "Mixed case", "ta\"ble");
        DatabaseObject sequence = DatabaseObject.sequence(SHOP, "Mixed case", "ta\"ble_id_seq");
        server.sql("ALTER TABLE \"Mixed case\".\"ta\"\"ble\" OWNER TO plain");
        String owner = "O'Brien sp ace";
        ChangeOwner change = new ChangeOwner(
                table,
                List.of(sequence),
                owner,
                List.of(
                        new ChangeOwner.Keep(table, "plain", List.of("SELECT", "INSERT", "UPDATE", "DELETE")),
                        new ChangeOwner.Keep(sequence, "plain", List.of("USAGE", "SELECT"))));
        server.roundTrip(change);
        // the case that ALTER … OWNER there and back loses: rights of the new owner, of columns, of the owner himself
        server.sql("""
                SET ROLE plain;
                GRANT SELECT ON "Mixed case"."ta""ble" TO "O'Brien sp ace" WITH GRANT OPTION;
                GRANT UPDATE ON "Mixed case"."ta""ble" TO "O'Brien sp ace", "all";
                GRANT SELECT ON "Mixed case"."ta""ble" TO PUBLIC;
                GRANT UPDATE (email) ON "Mixed case"."ta""ble" TO "O'Brien sp ace";
                REVOKE UPDATE, TRUNCATE ON "Mixed case"."ta""ble" FROM plain""");
        server.roundTrip(change);
        server.sql("SET ROLE \"O'Brien sp ace\"; GRANT SELECT ON \"Mixed case\".\"ta\"\"ble\" TO \"all\"");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> change.inverse(server.read(change)));
        assertTrue(refused.getMessage().contains("could not be put back"), refused.getMessage());
        for (DatabaseObject object : List.of(
                DatabaseObject.schema(SHOP, "Mixed case"),
                DatabaseObject.table(SHOP, "public", "seen"),
                DatabaseObject.function(SHOP, "public", "add", "a integer, b integer"),
                DatabaseObject.type(SHOP, "public", "mood"),
                DatabaseObject.database(SHOP))) {
            server.roundTrip(ChangeOwner.of(object, "q\"uo\\te$do$"));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> ChangeOwner.of(DatabaseObject.column(SHOP, "public", "plain_table", "note"), "plain"));
    }

    private static void memberships(ServerUnderChange server, int major) throws Exception {
        server.roundTrip(GrantRole.of("plain", LONG));
        server.sql("GRANT plain TO \"all\" WITH ADMIN OPTION");
        server.roundTrip(RevokeRole.of("plain", "all"));
        if (major >= 16) {
            server.roundTrip(GrantRole.with(Membership.of("plain", LONG), new Membership.Options(true, false, false)));
            // two grants of one membership by two grantors, which a plain REVOKE would leave half
            server.sql("GRANT plain TO \"O'Brien sp ace\" WITH INHERIT FALSE");
            server.sql("SET ROLE \"all\"; GRANT plain TO \"O'Brien sp ace\" WITH INHERIT TRUE, SET FALSE");
            server.roundTrip(RevokeRole.of("plain", "O'Brien sp ace"));
        }
    }

    private static void settings(ServerUnderChange server) throws Exception {
        server.roundTrip(AlterSystem.set("log_connections", "on", Effect.RELOAD));
        server.roundTrip(AlterSystem.set("session_preload_libraries", "a b, c", Effect.NEW_SESSIONS));
        server.roundTrip(AlterSystem.set("search_path", "\"Mixed case\", public", Effect.RELOAD));
        server.roundTrip(RoleSetting.ofDatabase(SHOP, "work_mem", "8MB"));
        server.roundTrip(AlterDatabase.connectionLimit(SHOP, 5));
        server.roundTrip(FunctionSetting.searchPath(
                DatabaseObject.function(SHOP, "public", "add", "a integer, b integer"), "pg_catalog, pg_temp"));
    }

    @Test
    void aDatabaseThatNobodyConnectsToOpensAgain() throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                ServerUnderChange server = new ServerUnderChange(postgres, folder, "postgres")) {
            server.sql("CREATE DATABASE spare");
            server.roundTrip(AlterDatabase.allowConnections("spare", false));
        }
    }

    @Test
    void aRoleThatOwnsSomethingByThenStaysWithoutLogin() throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                ServerUnderChange server = server(postgres)) {
            CreateRole change = CreateRole.login("owner", Optional.of(Secret.of(SCRAM)));
            Change inverse = change.inverse(server.read(change));
            server.run(change);
            server.sql("CREATE TABLE owned (id int); ALTER TABLE owned OWNER TO owner");
            server.run(inverse);
            assertTrue(inverse.holds(server.read(inverse)));
            String role = server.state().getOrDefault("postgres: role owner", "");
            assertTrue(role.startsWith("f t f f f "), role);
            server.sql("DROP TABLE owned");
            server.run(inverse);
            assertFalse(server.state().containsKey("postgres: role owner"));
        }
    }

    @Test
    void aRoleThatIsThereIsNotMadeAgainNorTakenAway() throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                ServerUnderChange server = server(postgres)) {
            CreateRole same = CreateRole.login("plain", Optional.empty());
            assertTrue(same.holds(server.read(same)));
            CreateRole other = CreateRole.group("plain");
            assertThrows(IllegalArgumentException.class, () -> other.inverse(server.read(other)));
        }
    }

    @Test
    void whatIsAboutARoleThatWasNeverMadeIsTakenBackWithoutAnError() throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                ServerUnderChange server = server(postgres)) {
            Map<String, String> before = server.state();
            DatabaseObject table = DatabaseObject.table(SHOP, "public", "plain_table");
            List<Change> changes = List.of(
                    Grant.of(Privilege.of("SELECT", table, "never made")),
                    GrantRole.of("never made", "plain"),
                    RoleSetting.ofRole("never made", "work_mem", "8MB"),
                    DefaultPrivileges.grant(SHOP, "never made", Optional.empty(), Kind.TABLES, "plain", "SELECT"),
                    new ChangeOwner(
                            table,
                            List.of(),
                            "never made",
                            List.of(new ChangeOwner.Keep(table, "postgres", List.of("SELECT")))));
            for (Change change : changes) {
                Change inverse = change.inverse(server.read(change));
                if (!(change instanceof ChangeOwner)) { // its way back names the old owner alone
                    assertThrows(TargetException.class, () -> server.run(inverse), change.summary());
                }
                server.run(new WhereRolesAre(Set.of("never made"), inverse));
            }
            ServerUnderChange.assertSame(before, server.state(), "never made");
        }
    }

    @Test
    void namesThatNoFileCanHoldAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> CreateRole.group("two\nlines"));
        assertThrows(IllegalArgumentException.class, () -> CreateRole.group("x".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> CreateRole.group("pg_mine"));
        assertThrows(IllegalArgumentException.class, () -> RenameRole.of("a", "b\rc"));
        assertThrows(IllegalArgumentException.class, () -> GrantRole.of("a", "b\nc"));
        assertThrows(
                IllegalArgumentException.class,
                () -> AlterRole.with("a\n-- next\nb", AlterRole.Attribute.LOGIN).steps());
    }
}
