package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.change.FileMode;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.Grant;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
import org.pgrampart.change.RoleSetting;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpRange;
import org.pgrampart.model.Secret;

/// Small random plans for the soak, the same for the same seed.
final class SoakChanges {
    static final String SETTINGS = "/srv/shop/shopsite/settings.py";
    static final String CREATED = "/etc/postgresql/15/main/soak.conf";
    static final String MODED = "/srv/shop/manage.py";

    /// Makes what the plans change, once.
    static final String SETUP = """
            CREATE ROLE clerk LOGIN CREATEDB PASSWORD 'SCRAM-SHA-256$4096:c29ha3NhbHQxMjM0NTY3OA==$\
            WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';
            GRANT UPDATE ON customer TO clerk;
            """;

    private static final String VERIFIER = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    private static final List<IpRange> LAB =
            List.of(IpRange.parse("10.77.0.0/16").orElseThrow());

    private SoakChanges() {}

    /// One to four of them.
    ///
    /// @param hba the bytes of `pg_hba.conf`
    /// @param settings those of the Django settings
    static List<Change> of(long seed, byte[] hba, byte[] settings) {
        Random random = new Random(seed);
        HbaFile rules = HbaFile.parse(hba, 15);
        List<Change> all = new ArrayList<>(List.of(
                HbaEdit.first(FaultBench.HBA, rules, "host all nobody 192.0.2." + random.nextInt(250) + "/32 reject"),
                AlterSystem.set("work_mem", (random.nextInt(50) + 5) + "MB", Effect.RELOAD),
                AlterSystem.set("log_connections", "on", Effect.RELOAD),
                AlterRole.without("clerk", AlterRole.Attribute.CREATEDB),
                AlterRole.connectionLimit("clerk", random.nextInt(9) + 1),
                SetVerifier.of("clerk", Secret.of(VERIFIER)),
                RoleSetting.ofRole("clerk", "statement_timeout", (random.nextInt(50) + 5) + "s"),
                Grant.of(Privilege.of("SELECT", DatabaseObject.table("shop", "public", "product"), "clerk")),
                Revoke.of(Privilege.of("UPDATE", DatabaseObject.table("shop", "public", "customer"), "clerk")),
                FileMode.mode(MODED, "640"),
                FileEdit.append(SETTINGS, settings, "SOAK = " + random.nextInt(1000) + "\n", Effect.AT_ONCE),
                FileEdit.create(CREATED, "# soak " + seed + "\n", "postgres:postgres", "0640", Effect.AT_ONCE),
                FirewallRules.allow(5432, LAB, 22, LAB)));
        if (random.nextInt(20) == 0) {
            all.add(AlterSystem.set("max_connections", Integer.toString(90 + random.nextInt(9)), Effect.RESTART));
        }
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 1 + random.nextInt(4)));
    }
}
