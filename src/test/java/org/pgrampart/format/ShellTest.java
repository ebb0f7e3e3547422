package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
    @Test
    void anyTextIsOneWord() {
        assertEquals("''", Shell.quote(""));
        assertEquals("'a b'", Shell.quote("a b"));
        assertEquals("'$(id) `id` \"'\\''\\'", Shell.quote("$(id) `id` \"'\\"));
        assertEquals("'psql' '-c' 'it'\\''s'", Shell.command(List.of("psql", "-c", "it's")));
    }

    @Test
    void nulAndLineBreaksInNamesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Shell.quote("a\0"));
        assertThrows(IllegalArgumentException.class, () -> Shell.quoteName("a\nb"));
        assertEquals("'a\nb'", Shell.quote("a\nb"));
    }

    @Test
    void anAssignmentNeedsAVariable() {
        assertEquals("DATA='/var/lib/a b'", Shell.assignment("DATA", "/var/lib/a b"));
        assertThrows(IllegalArgumentException.class, () -> Shell.assignment("a b", "x"));
    }
}
