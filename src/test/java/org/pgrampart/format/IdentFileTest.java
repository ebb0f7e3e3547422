package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdentFileTest {
    private static IdentFile file(String text) {
        return IdentFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(IdentFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aMapNamesASystemUserAndARole() {
        IdentRule rule = file("devs \"Jane Doe\" \"all\" # x\n").rules().getFirst();
        assertEquals("devs", rule.map());
        assertEquals("Jane Doe", rule.systemUser().text());
        assertEquals(false, rule.allowsEveryRole());
        assertTrue(file("devs /^(.*)@x$ all").rules().getFirst().allowsEveryRole());
    }

    @Test
    void aShortLineIsAnError() {
        assertEquals(
                "missing entry at end of line",
                file("devs jane\n").errors().getFirst().error());
        assertEquals(
                "multiple values in ident field",
                file("devs a,b c\n").errors().getFirst().error());
        assertEquals(
                "more.conf", file("include more.conf\n").includes().getFirst().path());
    }

    @Test
    void anEditKeepsEveryOtherByte() {
        IdentFile file = file("# m\r\na\tb  c\r\nd e f");
        assertEquals(
                "# m\r\na\tb  c\r\nd e f\r\ndevs \"Jane Doe\" \"all\"\r\n",
                text(file.append("devs", "Jane Doe", "all")));
        assertEquals("# m\r\nd e f", text(file.remove(file.rules().getFirst())));
        assertEquals(
                "# m\r\n# a\tb  c\r\nd e f", text(file.commentOut(file.rules().getFirst())));
    }
}
