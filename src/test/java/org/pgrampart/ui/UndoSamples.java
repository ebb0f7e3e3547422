package org.pgrampart.ui;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.export.StandaloneUndo;
import org.pgrampart.model.Secret;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.Reach;
import org.pgrampart.plan.WayBackText;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Server;

/// The way back of a made-up plan, made by the program itself.
final class UndoSamples {
    static final String ID = "20261123T201442Z-3f9c1a";
    static final Path CHANGES = Path.of("/home/admin/.local/share/pgrampart/changes/db1");
    static final String OLD_VERIFIER = "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0$b2xkb2xkb2xk:c2VjcmV0c2VjcmV0";

    private UndoSamples() {}

    static String text(Reach reach) {
        Server server = new Server(
                180_006,
                "18.6",
                "postgres",
                true,
                false,
                "db1.example.org",
                List.of("jdbc", "ssh", "sudo"),
                Optional.of("Debian GNU/Linux 12 (bookworm)"),
                false,
                List.of("shop", "postgres"),
                Map.of("PGDATA", "/var/lib/postgresql/18/main", "PGHBA", "/etc/postgresql/18/main/pg_hba.conf"));
        Plan plan = new Plan(List.of(), reach == Reach.SQL ? List.of(password()) : items(), reach, List.of());
        Clock clock = Clock.fixed(Samples.AT, ZoneOffset.UTC);
        return new WayBackText(CHANGES, new StandaloneUndo("db1", clock)).of(plan, server, ID);
    }

    private static List<Plan.Item> items() {
        Optional<Content> old = Optional.of(Content.of("local all all peer\nhost all all 0.0.0.0/0 trust\n"));
        Optional<Content> next =
                Optional.of(Content.of("local all all peer\nhost all all 10.2.0.0/24 scram-sha-256\n"));
        return List.of(
                item(
                        AlterSystem.set("log_connections", "on", Effect.RELOAD),
                        new AlterSystem("log_connections", Optional.empty(), Effect.RELOAD, Hazard.NONE)),
                password(),
                item(rules(old, next), rules(next, old)));
    }

    private static Plan.Item password() {
        return item(
                SetVerifier.of("shop_app", Secret.of("SCRAM-SHA-256$4096:bmV3bmV3bmV3$bmV3:bmV3")),
                SetVerifier.of("shop_app", Secret.of(OLD_VERIFIER)));
    }

    private static Plan.Item item(Change change, Change inverse) {
        return new Plan.Item(change, inverse, List.of(), Optional.empty());
    }

    private static FileContent rules(Optional<Content> before, Optional<Content> after) {
        return new FileContent(
                "/etc/postgresql/18/main/pg_hba.conf",
                before,
                after,
                Optional.empty(),
                Optional.empty(),
                Command.Place.SERVER,
                Effect.RELOAD,
                Hazard.MAY_CUT_ACCESS,
                "hba: only with a password from the shop's network");
    }
}
