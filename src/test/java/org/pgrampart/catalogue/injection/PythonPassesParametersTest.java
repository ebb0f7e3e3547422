package org.pgrampart.catalogue.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.python.SourceFile;

class PythonPassesParametersTest {
    private final PythonPassesParameters check = new PythonPassesParameters();

    private Outcome judge(List<String> left, String... files) {
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < files.length; i += 2) {
            sources.add(new SourceFile(files[i], files[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        return check.judge(DjangoProject.of("/srv", sources, left), Baseline.standard());
    }

    private static final String BAD = """
            from django.db import connection

            def search(request):
                term = request.GET["q"]
                with connection.cursor() as cursor:
                    cursor.execute("SELECT * FROM t WHERE name = '%s'" % term)
            """;
    private static final String GOOD = """
            from django.db import connection

            def search(request):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT * FROM t WHERE name = %s", [request.GET["q"]])
            """;

    @Test
    void parametersPass() {
        assertEquals(Status.PASS, judge(List.of(), "shop/views.py", GOOD).status());
    }

    @Test
    void theRequestInTheTextFailsAtItsLineWithTheRewrite() {
        Outcome outcome = judge(List.of(), "shop/views.py", BAD);
        assertEquals(Status.FAIL, outcome.status());
        Finding finding = outcome.findings().getFirst();
        assertEquals("shop/views.py:6", finding.subject().name());
        assertTrue(finding.wanted().contains("%s"), finding.wanted());
    }

    @Test
    void placesInTestsAreInTheEvidenceOnly() {
        assertEquals(
                Status.PASS, judge(List.of(), "shop/tests/test_views.py", BAD).status());
    }

    @Test
    void filesThatWereNotReadAreNotFilesWithoutFaults() {
        assertEquals(
                Status.UNKNOWN,
                judge(List.of("shop/big.py"), "shop/views.py", GOOD).status());
        assertEquals(
                Status.FAIL, judge(List.of("shop/big.py"), "shop/views.py", BAD).status());
        assertEquals(Status.UNKNOWN, judge(List.of()).status());
    }
}
