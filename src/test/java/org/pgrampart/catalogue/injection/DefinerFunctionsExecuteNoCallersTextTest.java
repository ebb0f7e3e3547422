package org.pgrampart.catalogue.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DynamicFunctions;

class DefinerFunctionsExecuteNoCallersTextTest {
    private final DefinerFunctionsExecuteNoCallersText check = new DefinerFunctionsExecuteNoCallersText();

    private Outcome judge(DynamicFunctions.Function... functions) {
        return check.judge(Dynamic.of(functions), Baseline.standard());
    }

    @Test
    void aFunctionWithItsCallersRightsIsNoMatterHere() {
        assertEquals(
                Status.PASS,
                judge(Dynamic.function(false, Dynamic.PASTED, List.of(""), List.of("app")))
                        .status());
    }

    @Test
    void oneForEverybodyFailsAndLosesItsCallersWhenTheOwnerAgrees() {
        DynamicFunctions.Function function = Dynamic.function(true, Dynamic.PASTED, List.of("", "app"), List.of("app"));
        Outcome outcome = judge(function);
        assertEquals(Status.FAIL, outcome.status());
        Finding finding = outcome.findings().getFirst();
        DynamicFunctions dynamic = Dynamic.of(function);
        assertEquals(List.of(), check.remedy(finding, dynamic, Inputs.none()));
        assertEquals("revoke", check.asks(finding, dynamic).getFirst().name());
        Inputs yes = new Inputs(Map.of(finding.key(), Map.of("revoke", Secret.of("yes"))));
        assertEquals(2, check.remedy(finding, dynamic, yes).size());
    }

    @Test
    void oneThatOnlyItsOwnerCallsGivesNobodyAnything() {
        assertEquals(
                Status.PASS,
                judge(Dynamic.function(true, Dynamic.PASTED, List.of(), List.of()))
                        .status());
    }

    @Test
    void usingPassesWhoeverCalls() {
        assertEquals(
                Status.PASS,
                judge(Dynamic.function(true, Dynamic.USING, List.of(""), List.of("app")))
                        .status());
    }
}
