package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshDropInTest {
    private static Map<String, String> keywords() {
        Map<String, String> keywords = new LinkedHashMap<>();
        keywords.put("MaxAuthTries", "3");
        keywords.put("AllowUsers", "alice bob");
        return keywords;
    }

    @Test
    void theCandidateIsTriedBeforeItIsWrittenAndSshdToldAfterwards() {
        List<Step> steps = SshDropIn.of(keywords(), true).steps();
        assertEquals(3, steps.size());
        Step.Run check = (Step.Run) steps.getFirst();
        Step.Write write = (Step.Write) steps.get(1);
        assertTrue(check.argv().getLast().contains("sshd -t -f"), check.toString());
        assertEquals(new Content(write.content()).text(), check.input());
        assertTrue(((Step.Run) steps.getLast()).argv().getLast().contains("systemctl reload"));
        assertEquals("# made by PgRampart\nMaxAuthTries 3\nAllowUsers alice bob\n", check.input());
    }

    @Test
    void withoutAFolderOfAdditionsEveryByteOfTheFileStaysBehindOurs() {
        byte[] latin = {'P', 'o', 'r', 't', ' ', '2', '2', '\r', '\n', '#', (byte) 0xE9};
        FileEdit edit = SshDropIn.of(keywords(), false);
        Content once = edit.edited(Optional.of(new Content(latin)));
        byte[] bytes = once.bytes();
        byte[] tail = java.util.Arrays.copyOfRange(bytes, bytes.length - latin.length, bytes.length);
        assertEquals(new Content(latin), new Content(tail));
        assertTrue(once.text().startsWith("# made by PgRampart"), once.text());
        assertEquals(once, edit.edited(Optional.of(once)));
    }

    @Test
    void itMayCutAccessAndReachesIntoTheMachine() {
        FileEdit edit = SshDropIn.of(keywords(), true);
        assertEquals(Hazard.MAY_CUT_ACCESS, edit.hazard());
        assertTrue(edit.outside());
    }

    @Test
    void aValueThatWouldBeAnotherLineIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SshDropIn.of(Map.of("MaxAuthTries", "3\nPermitRootLogin yes"), true));
        assertThrows(IllegalArgumentException.class, () -> SshDropIn.of(Map.of("Max AuthTries", "3"), true));
    }
}
