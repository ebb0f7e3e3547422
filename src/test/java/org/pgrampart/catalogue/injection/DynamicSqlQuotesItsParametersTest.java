package org.pgrampart.catalogue.injection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DynamicFunctions;

class DynamicSqlQuotesItsParametersTest {
    private final DynamicSqlQuotesItsParameters check = new DynamicSqlQuotesItsParameters();

    private Outcome judge(DynamicFunctions.Function... functions) {
        return check.judge(Dynamic.of(functions), Baseline.standard());
    }

    @Test
    void noSuchFunctionPasses() {
        assertEquals(Status.PASS, judge().status());
    }

    @Test
    void aPastedParameterFails() {
        assertEquals(
                Status.FAIL,
                judge(Dynamic.function(false, Dynamic.PASTED, List.of(), List.of()))
                        .status());
    }

    @Test
    void usingPasses() {
        assertEquals(
                Status.PASS,
                judge(Dynamic.function(false, Dynamic.USING, List.of(), List.of()))
                        .status());
    }

    @Test
    void dataFromATableWarns() {
        String second = "DECLARE x text; BEGIN SELECT name INTO x FROM t; EXECUTE 'DROP TABLE ' || x; END";
        assertEquals(
                Status.WARN,
                judge(Dynamic.function(false, second, List.of(), List.of())).status());
    }
}
