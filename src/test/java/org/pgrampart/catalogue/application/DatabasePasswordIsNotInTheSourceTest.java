package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;

class DatabasePasswordIsNotInTheSourceTest {
    private final DatabasePasswordIsNotInTheSource check = new DatabasePasswordIsNotInTheSource();
    private static final String LITERAL =
            "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'a', 'PASSWORD': 'pw1'}}";
    private static final String OUTSIDE =
            "import os\nDATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'a',"
                    + " 'PASSWORD': os.environ['PW']}}";

    private static DjangoProject.Entry entry(int mode, String path) {
        return new DjangoProject.Entry(mode, "root", "www", path);
    }

    private Outcome judge(DjangoProject project) {
        return check.judge(project, Baseline.standard());
    }

    @Test
    void aPasswordFromOutsidePassesAndItsSettingsMayBeRead() {
        assertEquals(
                Status.PASS,
                judge(Projects.of(List.of(entry(0644, "site1/settings.py"), entry(0640, ".env")), OUTSIDE))
                        .status());
    }

    @Test
    void aPasswordInTheSourceFailsWithoutBeingShown() {
        Outcome outcome = judge(Projects.of(LITERAL));
        assertEquals(Status.FAIL, outcome.status());
        assertFalse(outcome.toString().contains("pw1"));
    }

    @Test
    void settingsWithAPasswordForAllToReadAreAFindingOfTheirOwn() {
        assertEquals(
                2,
                judge(Projects.of(List.of(entry(0644, "site1/settings.py")), LITERAL))
                        .findings()
                        .size());
    }

    @Test
    void anOpenEnvFileIsClosedForOthers() {
        DjangoProject project = Projects.of(List.of(entry(0644, ".env")), OUTSIDE);
        Finding finding = judge(project).findings().getFirst();
        assertEquals("root:www", check.asks(finding, project).getFirst().suggestion());
        assertEquals(
                "Give /srv/shop/.env owner root:shop and mode 640",
                check.remedy(finding, project, Projects.answer(finding, "owner", "root:shop"))
                        .getFirst()
                        .summary());
    }
}
