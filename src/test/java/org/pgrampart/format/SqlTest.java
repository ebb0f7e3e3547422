package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SqlTest {
    @Test
    void anIdentifierIsAlwaysQuoted() {
        assertEquals("\"app\"", Sql.identifier("app"));
        assertEquals("\"we ird\"\"x; DROP\"", Sql.identifier("we ird\"x; DROP"));
        assertEquals("\"public\".\"t\"", Sql.qualified("public", "t"));
    }

    @Test
    void aNameOverSixtyThreeBytesIsRefused() {
        assertEquals(65, Sql.identifier("a".repeat(63)).length());
        assertThrows(IllegalArgumentException.class, () -> Sql.identifier("a".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> Sql.identifier("\u00fc".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> Sql.identifier(""));
        assertThrows(IllegalArgumentException.class, () -> Sql.identifier("a\0b"));
    }

    @Test
    void aLiteralHoldsQuotesAndBackslashes() {
        assertEquals("'O''Brien'", Sql.literal("O'Brien"));
        assertEquals("E'a\\\\''b'", Sql.literal("a\\'b"));
        assertThrows(IllegalArgumentException.class, () -> Sql.literal("\0"));
    }

    @Test
    void aListIsWrittenElementByElement() {
        assertEquals("'$user', 'public'", Sql.settingValue("search_path", "\"$user\", public"));
        assertEquals("'public'", Sql.settingValue("search_path", "PUBLIC"));
        assertEquals("'My Schema'", Sql.settingValue("search_path", "\"My Schema\""));
        assertEquals(
                "'pg_stat_statements', 'pgaudit'",
                Sql.settingValue("shared_preload_libraries", "pg_stat_statements,pgaudit"));
        assertEquals("'ISO', 'DMY'", Sql.settingValue("DateStyle", "ISO, DMY"));
        assertEquals("'/run/a b', '/tmp'", Sql.settingValue("unix_socket_directories", "/run/a b, /tmp"));
        assertEquals("''", Sql.settingValue("search_path", ""));
        assertEquals("''", Sql.settingValue("search_path", "\"\""));
    }

    @Test
    void anyOtherValueIsOneConstant() {
        assertEquals("'64MB'", Sql.settingValue("work_mem", "64MB"));
        assertEquals("'%m [%p] %q%u@%d '", Sql.settingValue("log_line_prefix", "%m [%p] %q%u@%d "));
        assertEquals("'ANY 1 (a, b)'", Sql.settingValue("synchronous_standby_names", "ANY 1 (a, b)"));
    }

    @Test
    void whatNoConfigurationFileHoldsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Sql.settingValue("work_mem", "1\n2"));
        assertThrows(IllegalArgumentException.class, () -> Sql.settingValue("work_mem TO 1; --", "1"));
        assertThrows(IllegalArgumentException.class, () -> Sql.settingValue("shared_preload_libraries", ""));
        assertEquals("pgaudit.log", Sql.settingName("pgaudit.log"));
    }
}
