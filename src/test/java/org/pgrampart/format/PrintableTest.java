package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlAndInvisibleCharactersBecomeAMark() {
        assertEquals("\uFFFD[31mred", Printable.line("\u001b[31mred"));
        assertEquals("ad\uFFFDmin", Printable.line("ad\u200bmin"));
        assertEquals("\uFFFDnimda", Printable.line("\u202enimda"));
        assertEquals("a\uFFFDb", Printable.line("a\u3164b"));
    }

    @Test
    void ordinaryTextOfAnyScriptStays() {
        assertEquals(
                "caf\u00e9 \u65e5\u672c \ud83d\ude00 O'Brien",
                Printable.line("caf\u00e9 \u65e5\u672c \ud83d\ude00 O'Brien"));
    }

    @Test
    void lineBreaksStayOnlyInText() {
        assertEquals("a b c", Printable.line("a\nb\tc"));
        assertEquals("a\nb\tc", Printable.text("a\r\nb\tc"));
    }
}
