package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.format.IdentFile;

class IdentEditTest {
    private static final String PATH = "/etc/postgresql/18/main/pg_ident.conf";
    private static final String TEXT =
            "# caf\u00e9\r\nadmins  root   postgres   # the host's own\r\nadmins\tana postgres\r\n";

    private static IdentFile file(String text) {
        return IdentFile.parse(text.getBytes(StandardCharsets.ISO_8859_1), 18);
    }

    private static String edited(IdentEdit edit, String text) {
        Content content = edit.edited(Optional.of(new Content(text.getBytes(StandardCharsets.ISO_8859_1))));
        return new String(content.bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aLineIsAddedOnceAndEveryOtherByteStays() {
        IdentEdit edit = IdentEdit.add(PATH, file(TEXT), "admins", "bo b", "all");
        String once = edited(edit, TEXT);
        assertEquals(TEXT + "admins \"bo b\" \"all\"\r\n", once);
        assertEquals(once, edited(edit, once));
        assertEquals(Hazard.NONE, edit.hazard());
    }

    @Test
    void aLineThatGoesMayShutSomebodyOut() {
        IdentFile file = file(TEXT);
        IdentEdit edit = IdentEdit.remove(PATH, file, file.rules().getFirst());
        assertEquals("# caf\u00e9\r\nadmins\tana postgres\r\n", edited(edit, TEXT));
        assertEquals(Hazard.MAY_CUT_ACCESS, edit.hazard());
        assertEquals(Effect.RELOAD, edit.effect());
    }

    @Test
    void theLineThatAllowsEveryRoleIsNotTheLineForARoleOfThatName() {
        String every = "admins root all\n";
        String both = edited(IdentEdit.add(PATH, file(every), "admins", "root", "all"), every);
        assertEquals(every + "admins root \"all\"\n", both);
    }

    @Test
    void editsOfOneFileAreOneEditAndOthersAreNot() {
        IdentFile file = file(TEXT);
        IdentEdit one = IdentEdit.add(PATH, file, "web", "www-data", "app");
        FileChange both = one.and(IdentEdit.add(PATH, file, "web", "/^deploy-(.*)$", "app"));
        String text = new String(both.edited(both.base()).bytes(), StandardCharsets.ISO_8859_1);
        assertTrue(text.endsWith("web www-data app\r\nweb /^deploy-(.*)$ app\r\n"), text);
        IdentEdit other = IdentEdit.add("/else", file, "web", "a", "b");
        assertThrows(IllegalArgumentException.class, () -> one.and(other));
    }

    @Test
    void aNameThatTheFileCannotHoldIsRefused() {
        IdentEdit edit = IdentEdit.add(PATH, file(TEXT), "admins", "root", "two\nlines");
        assertThrows(IllegalArgumentException.class, () -> edited(edit, TEXT));
    }
}
