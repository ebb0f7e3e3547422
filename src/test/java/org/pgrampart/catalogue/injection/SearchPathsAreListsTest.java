package org.pgrampart.catalogue.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.SearchPaths;
import org.pgrampart.probe.Settings;

class SearchPathsAreListsTest {
    private final SearchPathsAreLists check = new SearchPathsAreLists();

    private static SearchPaths paths(String path, String ofExtension, Settings.Override... overrides) {
        Settings settings = new Settings(
                150018, Settings.of(150018, "search_path", "\"$user\", public").byName(), List.of(overrides));
        return new SearchPaths(List.of(pinned(path)), List.of(pinned(ofExtension)), settings);
    }

    private static SearchPaths.Pinned pinned(String path) {
        return new SearchPaths.Pinned("shop", "public", "f", "", "public.f()", path);
    }

    private Outcome judge(SearchPaths paths) {
        return check.judge(paths, Baseline.standard());
    }

    @Test
    void listsPassAlsoWithQuotedNames() {
        assertEquals(
                Status.PASS,
                judge(paths("pg_catalog, \"My Schema\", pg_temp", "pg_catalog")).status());
    }

    @Test
    void oneQuotedNameFailsAndIsSetAsAList() {
        SearchPaths paths = paths("\"public, pg_temp\"", "pg_catalog");
        Outcome outcome = judge(paths);
        assertEquals(Status.FAIL, outcome.status());
        assertTrue(check.remedy(outcome.findings().getFirst(), paths, Inputs.none())
                .getFirst()
                .steps()
                .toString()
                .contains("'public', 'pg_temp'"));
    }

    @Test
    void theSameMistakeForARoleFailsAndIsSetThere() {
        SearchPaths paths =
                paths("public", "public", new Settings.Override("app", "*", "search_path", "\"app, public\""));
        Outcome outcome = judge(paths);
        Finding finding = outcome.findings().getFirst();
        assertEquals("setting search_path of role app", finding.subject().name());
        assertEquals(
                "Set search_path to app, public for role app",
                check.remedy(finding, paths, Inputs.none()).getFirst().summary());
    }

    @Test
    void anExtensionsMistakeIsToldAndNotFailed() {
        assertEquals(
                Status.INFO, judge(paths("public", "\"pg_catalog, pg_temp\"")).status());
    }
}
