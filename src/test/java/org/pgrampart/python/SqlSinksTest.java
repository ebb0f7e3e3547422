package org.pgrampart.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SqlSinksTest {
    @Test
    void everyInjectablePlaceIsFound() throws IOException {
        Map<String, String> corpus = corpus("injectable.txt");
        assertTrue(corpus.size() >= 60, "corpus of " + corpus.size());
        List<String> missed = new ArrayList<>();
        corpus.forEach((name, code) -> {
            if (scan(code).stream().noneMatch(SqlSinksTest::counts)) {
                missed.add(name);
            }
        });
        assertEquals(List.of(), missed);
    }

    @Test
    void noSafePlaceIsCalledDangerous() throws IOException {
        Map<String, String> corpus = corpus("safe.txt");
        assertTrue(corpus.size() >= 60, "corpus of " + corpus.size());
        List<String> wrong = new ArrayList<>();
        corpus.forEach((name, code) -> {
            for (RawSql place : scan(code)) {
                if (counts(place)) {
                    wrong.add(name + ": " + place);
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    static boolean counts(RawSql place) {
        return place.level() != RawSql.Level.INFO;
    }

    static List<RawSql> scan(String code) {
        return SqlSinks.of(Project.of(List.of(file("app/views.py", code)))).found();
    }

    static SourceFile file(String path, String code) {
        return new SourceFile(path, code.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, String> corpus(String name) throws IOException {
        Map<String, String> cases = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(SqlSinksTest.class.getResourceAsStream("/python/" + name))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : all.split("(?m)^### ", -1)) {
                int end = part.indexOf('\n');
                if (end > 0) {
                    assertFalse(cases.containsKey(part.substring(0, end)), part);
                    cases.put(part.substring(0, end), part.substring(end + 1));
                }
            }
        }
        return cases;
    }
}
