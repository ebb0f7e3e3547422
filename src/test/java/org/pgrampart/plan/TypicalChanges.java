package org.pgrampart.plan;

import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.format.HbaFile;
import org.pgrampart.lab.LabServer;

/// Changes of every kind that PostgreSQL knows, harmless themselves, which wait under the timer for a decision.
final class TypicalChanges {
    static final String RULE = "host all all 203.0.113.0/24 reject";

    private TypicalChanges() {}

    /// A login rule, a setting, a role's attribute and a role's setting.
    static Change[] of(LabServer server) {
        return new Change[] {
            rule(server),
            AlterSystem.set("log_connections", "on", Effect.RELOAD),
            AlterRole.connectionLimit("onlylogin", 3),
            RoleSetting.ofRole("onlylogin", "work_mem", "8MB"),
        };
    }

    static HbaEdit rule(LabServer server) {
        HbaFile file = HbaFile.parse(server.readFile(FaultBench.HBA), 15);
        return HbaEdit.first(FaultBench.HBA, file, RULE);
    }
}
