package org.pgrampart.python;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static String set(String module, String name, String python) {
        return new String(Assignment.set(module.getBytes(UTF_8), name, python), UTF_8);
    }

    @Test
    void onlyTheValueIsRewrittenAndEveryOtherByteStays() {
        String module =
                "import os\r\n\r\nDEBUG   =  True   # while we build: don't forget\r\n\tX = {'a': (1,\r\n 2)}\r\n"
                        .replace("\t", "");
        assertEquals(module.replace("True", "False"), set(module, "DEBUG", "False"));
        assertEquals(
                "A = 1; DEBUG = False; B = \"\"\"DEBUG = True\"\"\"\n",
                set("A = 1; DEBUG = True; B = \"\"\"DEBUG = True\"\"\"\n", "DEBUG", "False"));
    }

    @Test
    void aValueOfSeveralLinesIsReplacedAsAWhole() {
        assertEquals(
                "ALLOWED_HOSTS = [\"www.example.org\"]  # all\nX = 1\n",
                set(
                        "ALLOWED_HOSTS = [\n    '*',  # anybody\n    \"\"\"x\n=\"\"\",\n]  # all\nX = 1\n",
                        "ALLOWED_HOSTS",
                        "[\"www.example.org\"]"));
    }

    @Test
    void bytesThatAreNoUtf8AreNotTouched() {
        byte[] latin = "# caf\u00e9\nDEBUG = True\n".getBytes(ISO_8859_1);
        assertThrows(IllegalArgumentException.class, () -> Assignment.set(latin, "DEBUG", "False"));
        assertEquals("# café ☃\nDEBUG = False\n", set("# café ☃\nDEBUG = True\n", "DEBUG", "False"));
    }

    @Test
    void whatIsNotSetIsSetInALineAtTheEnd() {
        assertEquals("A = 1\nDEBUG = False\n", set("A = 1", "DEBUG", "False"));
        assertEquals("A = 1\r\nDEBUG = False\r\n", set("A = 1\r\n", "DEBUG", "False"));
        assertEquals("DEBUG = False\n", set("", "DEBUG", "False"));
    }

    @Test
    void aSecondTimeChangesNothing() {
        for (String module : List.of("DEBUG = True\n", "A = 1\n")) {
            String once = set(module, "DEBUG", "False");
            assertEquals(once, set(once, "DEBUG", "False"));
        }
    }

    @Test
    void whatOneAssignmentDoesNotDecideIsLeftToAPerson() {
        for (String module : List.of(
                "DEBUG = True\nDEBUG = False\n",
                "if x:\n    DEBUG = True\n",
                "DEBUG = True\ntry:\n    from local import *\nexcept ImportError:\n    DEBUG = 1\n",
                "DEBUG = TEMPLATE_DEBUG = True\n",
                "DEBUG, A = True, 1\n",
                "DEBUG = []\nDEBUG += [1]\n",
                "DEBUG = {}\nDEBUG['a'] = 1\n")) {
            assertThrows(IllegalArgumentException.class, () -> set(module, "DEBUG", "False"), module);
        }
    }

    @Test
    void aValueThatIsMoreThanAValueIsRefused() {
        for (String value : List.of("False\nimport evil", "False; X = 1", "(", "False # x", "")) {
            assertThrows(IllegalArgumentException.class, () -> set("DEBUG = True\nA = 1\n", "DEBUG", value), value);
            assertThrows(IllegalArgumentException.class, () -> set("A = 1\n", "DEBUG", value), value);
        }
        assertThrows(IllegalArgumentException.class, () -> set("A = 1\n", "a b", "1"));
    }

    @Test
    void aFunctionsOwnNameIsAnotherOne() {
        String module = "DEBUG = True\ndef f():\n    DEBUG = 1\n    return DEBUG\n";
        assertTrue(set(module, "DEBUG", "False").startsWith("DEBUG = False\ndef f():\n    DEBUG = 1\n"));
    }
}
