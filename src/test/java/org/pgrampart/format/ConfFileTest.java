package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfFileTest {
    private static ConfFile file(String text) {
        return ConfFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ConfFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private static String value(String line) {
        return file(line).find("x").map(ConfSetting::value).orElse("none");
    }

    @Test
    void everyWayOfWritingAValueIsRead() {
        assertEquals("on", value("x = on"));
        assertEquals("64MB", value("x 64MB # why"));
        assertEquals("-1", value("x=-1\r"));
        assertEquals("0.5", value("x = 0.5"));
        assertEquals("it's", value("x = 'it''s'"));
        assertEquals("it's", value("x = 'it\\'s'"));
        assertEquals("a\tA", value("x = 'a\\t\\101'"));
        assertEquals("/run/a b # c", value("X = '/run/a b # c' # d"));
        assertEquals("UTC", value("x = Europe\nx'UTC'\n"));
        assertEquals("none", value("# x = 1"));
    }

    @Test
    void aBrokenLineIsAnErrorWithItsNumber() {
        ConfFile file = file("a = 1\nb = 'open\nc = 10.0.0.1\n= 3\n");
        assertEquals(3, file.errors().size());
        assertEquals(2, file.errors().getFirst().line());
    }

    @Test
    void includesAreRecognised() {
        ConfFile file = file("include_dir 'conf.d'\nINCLUDE 'a.conf'\n");
        assertEquals(2, file.includes().size());
        assertEquals("conf.d", file.includes().getFirst().value());
    }

    @Test
    void settingAValueKeepsEveryOtherByte() {
        ConfFile file = file("# top\r\nx = 1\t# one\r\ny = 2\r\nx = 'three'   # three\r\nlast = 4");
        assertEquals(
                "# top\r\nx = 1\t# one\r\ny = 2\r\nx = 'it''s \\\\'   # three\r\nlast = 4",
                text(file.set("X", "it's \\")));
        assertEquals("it's \\", file.set("x", "it's \\").find("x").orElseThrow().value());
        assertEquals(
                "# top\r\nx = 1\t# one\r\ny = 2\r\nx = 'three'   # three\r\nlast = 4\r\nz = on\r\n",
                text(file.set("z", "on")));
        assertEquals("# top\r\ny = 2\r\nlast = 4", text(file.remove("x")));
        assertThrows(IllegalArgumentException.class, () -> file.set("x", "a\nb"));
        assertThrows(IllegalArgumentException.class, () -> file.set("x = 1 #", "b"));
    }

    @Test
    void tenThousandRandomFilesAreKeptAndEdited() {
        String[] parts = {
            "x = 1",
            "x='a''b'",
            "y 'q\\'",
            "#x = 2",
            " x  =  off # c",
            "\u00fc = 1",
            "\n",
            "\r\n",
            "\n",
            "garbage ! ",
            "\t",
            "'",
            "\\",
            "a.b = 'c'"
        };
        Random random = new Random(23);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j > 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            ConfFile file = file(text.toString());
            assertArrayEquals(text.toString().getBytes(StandardCharsets.UTF_8), file.bytes());
            ConfFile edited = file.set("x", "new 'value'");
            assertEquals("new 'value'", edited.find("x").orElseThrow().value(), text.toString());
            assertEquals(file.errors().size(), edited.errors().size(), text.toString());
            assertTrue(edited.remove("x").find("x").isEmpty());
        }
    }
}
