package org.pgrampart.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeServerPgIT {
    private final List<String> told = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path parent;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer weak;

    @SuppressWarnings("NullAway.Init")
    private PracticeServer hard;

    @BeforeAll
    void start() {
        weak = PracticeServer.start(PracticeOptions.weak().in(parent), Clock.systemUTC(), told::add);
        hard = PracticeServer.start(PracticeOptions.hard().in(parent), Clock.systemUTC(), step -> {});
    }

    @AfterAll
    void everythingIsRemovedWithoutATrace() throws IOException {
        weak.close();
        hard.close();
        try (Stream<Path> left = Files.list(parent)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void eachStepIsTold() {
        assertTrue(told.contains("Starting SSH"), told.toString());
    }

    @Test
    void theWeakServerLetsAnybodyInWithoutAPassword() throws SQLException {
        assertEquals("shop_app", weakly("select current_user"));
        assertEquals("trust,trust,trust,md5,trust", weakly("""
                select string_agg(auth_method, ',' order by rule_number) from pg_hba_file_rules"""));
    }

    @Test
    void theWeakApplicationIsASuperuserWithAnMd5Verifier() throws SQLException {
        assertEquals("t", weakly("select rolsuper from pg_roles where rolname = 'shop_app'"));
        assertEquals(
                "t",
                weakly("select rolpassword = 'md5' || md5('shop123' || 'shop_app') from pg_authid where rolname = "
                        + "'shop_app'"));
        assertEquals("SCRAM", weakly("select left(rolpassword, 5) from pg_authid where rolname = 'reporting'"));
        assertEquals("t", weakly("""
                select rolcreaterole and pg_has_role('reporting', 'pg_execute_server_program', 'usage')
                from pg_roles where rolname = 'reporting'"""));
    }

    @Test
    void theWeakSettingsComeFromFilesAndNotFromTheCommandLine() throws SQLException {
        assertEquals("off,off,md5,off,none,off,off,off", weakly("""
                select concat_ws(',', current_setting('fsync'), current_setting('full_page_writes'),
                    current_setting('password_encryption'), current_setting('ssl'), current_setting('log_statement'),
                    current_setting('logging_collector'), current_setting('data_checksums'),
                    current_setting('archive_mode'))"""));
        assertEquals("0", weakly("""
                select count(*) from pg_settings where source = 'command line'
                and name not in ('data_directory', 'config_file', 'hba_file', 'ident_file')"""));
    }

    @Test
    void theWeakSchemaIsOpenToEverybody() throws SQLException {
        assertEquals("t", weakly("select has_schema_privilege('intern', 'public', 'CREATE')"));
        assertEquals("t", weakly("select has_table_privilege('intern', 'auth_user', 'DELETE')"));
        assertEquals(
                "3",
                weakly("select count(*) from pg_proc where prosecdef and proacl is null and "
                        + "pronamespace = 'public'::regnamespace"));
        assertEquals(
                "{\"search_path=\\\"public, pg_temp\\\"\"}",
                weakly("select proconfig from pg_proc where proname = 'customer_phone'"));
    }

    @Test
    void theSearchFunctionCanReallyBeInjected() throws SQLException {
        assertEquals("md5", weakly("""
                select left(name, 3) from search_products(
                    'none%'' union select id, password::varchar(120), 1::numeric(8,2), 1 from auth_user where password like ''md5%') limit 1"""));
        assertEquals("9", weakly("select product_count(150)"));
    }

    @Test
    void thereAreAFewHundredRowsOfShopData() throws SQLException {
        assertEquals("40,120,200,400,20", weakly("""
                select concat_ws(',', (select count(*) from shop_product), (select count(*) from shop_customer),
                    (select count(*) from shop_order), (select count(*) from shop_orderline),
                    (select count(*) from auth_user))"""));
        assertEquals("10", weakly("select count(*) from auth_user where password like 'md5$%'"));
    }

    @Test
    void theWeakFolderHasNoBackupButAnOldDumpForAllToRead() throws IOException {
        assertFalse(Files.exists(weak.backupDirectory()));
        Path dump = weak.djangoDirectory().resolve("old-dump.sql");
        assertTrue(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump))
                .endsWith("r--"));
    }

    @Test
    void theWeakDjangoProjectKnowsTheServerAndKeepsItsPasswordInTheSource() throws IOException {
        String settings = Files.readString(weak.djangoDirectory().resolve("shopsite/settings.py"));
        assertTrue(settings.contains("\"PORT\": \"" + weak.port() + "\""));
        assertTrue(settings.contains("DEBUG = True"));
        assertTrue(settings.contains("\"PASSWORD\": \"shop123\""));
        assertTrue(Files.readString(weak.djangoDirectory().resolve("shop/views.py"))
                .contains("ILIKE '%{term}%'"));
    }

    @Test
    void nothingListensBeyondLoopback() throws IOException {
        for (PracticeServer server : List.of(weak, hard)) {
            for (InetAddress address : NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(found -> !found.isLoopbackAddress() && !found.isLinkLocalAddress())
                    .toList()) {
                assertThrows(IOException.class, () -> new Socket(address, server.port()).close());
                assertThrows(IOException.class, () -> new Socket(address, server.sshPort()).close());
            }
        }
    }

    @Test
    void theHardServerSpeaksTlsWithItsOwnAuthorityAndNothingElse() throws SQLException {
        assertEquals("t", hardly("select ssl from pg_stat_ssl where pid = pg_backend_pid()"));
        assertTrue(hard.databaseUri().contains("sslmode=verify-full&sslrootcert="));
        Properties plain = login(hard);
        plain.setProperty("sslmode", "disable");
        assertThrows(SQLException.class, () -> asked(hard, plain, "select 1"));
    }

    @Test
    void theHardRolesAreSplit() throws SQLException {
        assertEquals("postgres", hardly("select string_agg(rolname, ',') from pg_roles where rolsuper"));
        assertEquals(
                "0",
                hardly("select count(*) from pg_authid where rolpassword is not null and rolpassword !~ "
                        + "'^SCRAM-SHA-256'"));
        assertEquals("f", hardly("select has_schema_privilege('shop_app', 'public', 'CREATE')"));
        assertEquals("t", hardly("select has_table_privilege('shop_app', 'shop_order', 'INSERT')"));
        assertEquals("f", hardly("select has_table_privilege('shop_app', 'django_migrations', 'DELETE')"));
        assertEquals("f", hardly("select has_table_privilege('shop_readonly', 'auth_user', 'SELECT')"));
        assertEquals("shop_owner", hardly("select distinct tableowner from pg_tables where schemaname = 'public'"));
        assertEquals(
                "0",
                hardly("select count(*) from pg_proc where prosecdef and has_function_privilege('public', "
                        + "oid, 'EXECUTE')"));
    }

    @Test
    void theHardSettingsAreWithoutErrorAndOn() throws SQLException {
        assertEquals("0", hardly("select count(*) from pg_file_settings where error is not null"));
        assertEquals("0", hardly("select count(*) from pg_hba_file_rules where error is not null"));
        assertEquals("0", hardly("select count(*) from pg_settings where pending_restart"));
        assertEquals("on,on,scram-sha-256,on,ddl,on,on,on", hardly("""
                select concat_ws(',', current_setting('fsync'), current_setting('full_page_writes'),
                    current_setting('password_encryption'), current_setting('ssl'), current_setting('log_statement'),
                    current_setting('logging_collector'), current_setting('data_checksums'),
                    current_setting('archive_mode'))"""));
    }

    @Test
    void theHardServerArchivesWhatItWrites() throws SQLException, IOException {
        hardly("select pg_switch_wal()");
        long end = System.nanoTime() + 20_000_000_000L;
        while (!"0".equals(hardly("select (archived_count = 0)::int from pg_stat_archiver"))) {
            assertTrue(System.nanoTime() < end, "nothing was archived");
        }
        assertEquals("0", hardly("select failed_count from pg_stat_archiver"));
        try (Stream<Path> segments = Files.list(hard.backupDirectory().resolve("wal"))) {
            assertTrue(segments.findAny().isPresent());
        }
    }

    @Test
    void theHardBackupCanBeStarted(@TempDir Path folder) throws IOException, SQLException {
        Path base;
        try (Stream<Path> backups = Files.list(hard.backupDirectory())) {
            base = backups.filter(path -> path.getFileName().toString().startsWith("base-"))
                    .findFirst()
                    .orElseThrow();
        }
        Path restored = folder.resolve("data");
        Trees.copy(base, restored);
        int port = Postmaster.freePort();
        Files.writeString(
                restored.resolve("postgresql.auto.conf"),
                "port = " + port + "\nssl = off\narchive_mode = off\nlogging_collector = off\n"
                        + "shared_preload_libraries = ''\nunix_socket_directories = ''\n");
        Files.writeString(restored.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        Postmaster postmaster = new Postmaster(
                PostgresBinaries.unpacked(java.util.Optional.of(hard.major())), restored, folder.resolve("log"));
        postmaster.start();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/shop?user=postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from shop_order")) {
            rows.next();
            assertEquals(200, rows.getInt(1));
        } finally {
            postmaster.stop();
        }
    }

    private String weakly(String sql) throws SQLException {
        Properties anybody = new Properties();
        anybody.setProperty("user", "shop_app");
        return asked(weak, anybody, sql);
    }

    private String hardly(String sql) throws SQLException {
        Properties login = login(hard);
        login.setProperty("sslmode", "verify-full");
        login.setProperty("sslrootcert", hard.authority().orElseThrow().toString());
        return asked(hard, login, sql);
    }

    private static Properties login(PracticeServer server) {
        Properties login = new Properties();
        login.setProperty("user", server.adminUser());
        login.setProperty("password", server.adminPassword().reveal());
        return login;
    }

    private static String asked(PracticeServer server, Properties login, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + server.database(), login);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
