package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.reading.NotHere;

class CookiesAreProtectedTest {
    private final CookiesAreProtected check = new CookiesAreProtected();
    private static final String GOOD = "SESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True";

    private Outcome judge(String settings) {
        return check.judge(Projects.of(settings), Baseline.standard());
    }

    @Test
    void secureCookiesPass() {
        assertEquals(Status.PASS, judge(GOOD).status());
    }

    @Test
    void djangosDefaultsFailForBothCookiesAndAreSet() {
        DjangoProject project = Projects.of("DEBUG = False");
        Outcome outcome = check.judge(project, Baseline.standard());
        assertEquals(2, outcome.findings().size());
        for (Finding finding : outcome.findings()) {
            Change change = check.remedy(finding, project, Projects.answer(finding, "confirm", "yes"))
                    .getFirst();
            project = Projects.after(project, change);
        }
        assertEquals(Status.PASS, check.judge(project, Baseline.standard()).status());
    }

    @Test
    void sameSiteNoneAndScriptsFail() {
        assertEquals(
                Status.FAIL, judge(GOOD + "\nSESSION_COOKIE_SAMESITE = 'None'").status());
        assertEquals(
                Status.FAIL, judge(GOOD + "\nSESSION_COOKIE_HTTPONLY = False").status());
    }

    @Test
    void withoutSessionsAndCsrfThereIsNoCookie() {
        assertThrows(NotHere.class, () -> judge("MIDDLEWARE = ['django.middleware.common.CommonMiddleware']"));
    }
}
