package org.pgrampart.catalogue.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.Change;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.reading.Unreadable;

class DebugIsOffTest {
    private final DebugIsOff check = new DebugIsOff();

    private Outcome judge(String settings) {
        return check.judge(Projects.of(settings), Baseline.standard());
    }

    @Test
    void offPassesAndSoDoesTheDefault() {
        assertEquals(Status.PASS, judge("DEBUG = False").status());
        assertEquals(Status.PASS, judge("X = 1").status());
    }

    @Test
    void onFailsAndIsTurnedOffWhenTheOwnerAgrees() {
        DjangoProject project = Projects.of("X = 1", "DEBUG = True");
        Finding finding = check.judge(project, Baseline.standard()).findings().getFirst();
        assertEquals(List.of(), check.remedy(finding, project, Inputs.none()));
        Change change = check.remedy(finding, project, Projects.answer(finding, "confirm", "yes"))
                .getFirst();
        assertEquals(
                Status.PASS,
                check.judge(Projects.after(project, change), Baseline.standard())
                        .status());
    }

    @Test
    void aDefaultThatFailsOpenFails() {
        Outcome outcome = judge("import os\nDEBUG = os.environ.get('DEBUG', 'True') == 'True'");
        assertTrue(outcome.status() == Status.FAIL || outcome.status() == Status.WARN, outcome.toString());
    }

    @Test
    void aVariableNobodySawIsNotKnown() {
        assertThrows(Unreadable.class, () -> judge("import os\nDEBUG = os.environ['DEBUG']"));
    }

    @Test
    void aFolderWithoutSettingsIsNotKnown() {
        DjangoProject empty = DjangoProject.of("/srv", List.of(), List.of());
        assertThrows(Unreadable.class, () -> check.judge(empty, Baseline.standard()));
    }
}
