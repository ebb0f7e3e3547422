package org.pgrampart.plpgsql;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class DynamicSqlReaderTest {
    @Test
    void everyUnquotedParameterIsFound() throws IOException {
        Map<String, FunctionSource> corpus = corpus("unsafe.txt");
        assertTrue(corpus.size() >= 20, "corpus of " + corpus.size());
        List<String> missed = new ArrayList<>();
        corpus.forEach((name, function) -> {
            List<DynamicSql> found = DynamicSqlReader.read(function);
            if (found.stream().noneMatch(place -> place.level() == DynamicSql.Level.UNSAFE)) {
                missed.add(name + ": " + found);
            }
        });
        assertEquals(List.of(), missed);
    }

    @Test
    void nothingQuotedOrConstantIsCalledUnsafe() throws IOException {
        Map<String, FunctionSource> corpus = corpus("safe.txt");
        assertTrue(corpus.size() >= 20, "corpus of " + corpus.size());
        List<String> wrong = new ArrayList<>();
        corpus.forEach((name, function) -> {
            for (DynamicSql place : DynamicSqlReader.read(function)) {
                if (place.level() != DynamicSql.Level.SAFE) {
                    wrong.add(name + ": " + place);
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void aTriggerRowIsUnclearBecauseItIsSecondOrder() {
        DynamicSql place = only("begin execute 'select ' || new.name; return new; end", "plpgsql");
        assertEquals(DynamicSql.Level.UNCLEAR, place.level());
        assertTrue(place.because().contains("trigger"), place.because());
    }

    @Test
    void dataFromATableIsUnclear() {
        DynamicSql place = only(
                "declare r record; begin for r in select * from rules loop execute r.sql; end loop; end", "plpgsql");
        assertEquals(DynamicSql.Level.UNCLEAR, place.level());
    }

    @Test
    void aPatternThatIsNotConstantIsUnclear() {
        DynamicSql place = only("declare f text; begin select a into f from t; execute format(f, 1); end", "plpgsql");
        assertEquals(DynamicSql.Level.UNCLEAR, place.level());
    }

    @Test
    void pythonInTheDatabaseIsForAPerson() {
        DynamicSql place = only("x = 1\nplpy.execute('select ' + name)\n", "plpython3u");
        assertEquals(2, place.line());
        assertEquals(DynamicSql.Level.UNCLEAR, place.level());
    }

    @Test
    void aFunctionInSqlThatHandsTextToDblinkIsFound() {
        FunctionSource function = new FunctionSource(
                "f", List.of("p"), List.of("text"), "sql", "select dblink_exec('x', p)", true, "postgres");
        assertEquals(
                DynamicSql.Level.UNSAFE,
                DynamicSqlReader.read(function).getFirst().level());
    }

    @Test
    void theLineAndTheExpressionAreThoseOfTheBody() {
        DynamicSql place = only("\nbegin\n  perform 1;\n  execute 'select ' ||\n    now();\nend", "plpgsql");
        assertEquals(4, place.line());
        assertEquals("'select ' || now()", place.expression());
        assertEquals("EXECUTE", place.form());
    }

    @Test
    void aBodyThatIsCutOffEndsTheReading() {
        for (String broken :
                List.of("", "begin execute", "begin if", "begin x :=", "'", "$a$", "/*", "declare", "begin for x in")) {
            DynamicSqlReader.read(new FunctionSource("f", List.of(), List.of(), "plpgsql", broken, false, "o"));
        }
    }

    private static DynamicSql only(String body, String language) {
        List<DynamicSql> found =
                DynamicSqlReader.read(new FunctionSource("f", List.of(), List.of(), language, body, false, "o"));
        assertEquals(1, found.size(), found.toString());
        return found.getFirst();
    }

    private static Map<String, FunctionSource> corpus(String name) throws IOException {
        Map<String, FunctionSource> cases = new LinkedHashMap<>();
        try (InputStream in =
                Objects.requireNonNull(DynamicSqlReaderTest.class.getResourceAsStream("/plpgsql/" + name))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : all.split("(?m)^### ", -1)) {
                int end = part.indexOf('\n');
                if (end < 0) {
                    continue;
                }
                String[] head = part.substring(0, end).split(" \\| ", 2);
                List<String> names = new ArrayList<>();
                List<String> types = new ArrayList<>();
                for (String argument : head[1].split(", ", -1)) {
                    int space = argument.indexOf(' ');
                    names.add(space < 0 ? "" : argument.substring(0, space));
                    types.add(argument.substring(space + 1));
                }
                cases.put(
                        head[0],
                        new FunctionSource("public.f", names, types, "plpgsql", part.substring(end + 1), false, "o"));
            }
        }
        return cases;
    }
}
