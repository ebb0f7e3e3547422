package org.pgrampart.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpRange;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.model.Status;
import org.pgrampart.model.Subject;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;

class PlannerTest {
    private static final String RULES = "local all all peer\nhost all all 10.0.0.0/8 md5\n";
    private static final HbaFile FILE = HbaFile.parse(RULES.getBytes(UTF_8), 17);
    private static final HbaEdit RULE =
            HbaEdit.method("/etc/hba", FILE, FILE.rules().getLast(), "scram-sha-256");
    private static final FirewallRules FIREWALL =
            FirewallRules.allow(5432, List.of(IpRange.parse("10.0.0.0/8").orElseThrow()), 22, List.of());

    @Test
    void ofTwoValuesForOneSettingTheFirstIsPlannedAndTheOtherTold() {
        Plan plan = plan(
                AlterSystem.set("log_statement", "ddl", Effect.RELOAD),
                AlterSystem.set("log_statement", "mod", Effect.RELOAD));
        assertEquals(List.of("Set log_statement to ddl"), summaries(plan));
        assertTrue(
                plan.notes().stream()
                        .anyMatch(
                                note -> note.startsWith("Left out: Set log_statement to mod. This plan already does")),
                plan.notes().toString());
    }

    @Test
    void theSameChangeForTwoFindingsIsMadeOnce() {
        Plan plan = plan(
                AlterSystem.set("log_statement", "ddl", Effect.RELOAD),
                AlterSystem.set("log_statement", "ddl", Effect.RELOAD));
        assertEquals(1, plan.items().size());
        assertEquals(2, plan.items().getFirst().clears().size());
    }

    @Test
    void whatHoldsAlreadyIsNotPlanned() {
        assertTrue(plan(AlterSystem.set("log_connections", "on", Effect.RELOAD)).isEmpty());
    }

    @Test
    void onlyOneWayInIsPutAtRisk() {
        Plan plan = plan(RULE, FIREWALL);
        assertEquals(1, plan.items().size());
        assertTrue(
                plan.items().getFirst().summary().startsWith("hba: "),
                summaries(plan).toString());
        assertTrue(
                plan.notes().stream().anyMatch(note -> note.contains("only one way in at risk")),
                plan.notes().toString());
    }

    @Test
    void aPasswordMayChangeBesideTheFirewall() {
        Plan plan = plan(SetVerifier.of("app", Secret.of("SCRAM-SHA-256$4096:c2FsdA==$a:b")), FIREWALL);
        assertEquals(2, plan.items().size(), plan.notes().toString());
    }

    @Test
    void anotherTextHasAnotherDigest() throws PlanException {
        Plan plan = plan(RULE);
        assertEquals(plan, plan.confirm(plan.digest()).plan());
        String other = plan(FIREWALL).digest();
        org.junit.jupiter.api.Assertions.assertThrows(PlanException.class, () -> plan.confirm(other));
    }

    private static List<String> summaries(Plan plan) {
        return plan.items().stream().map(Plan.Item::summary).toList();
    }

    private static Plan plan(Change... changes) {
        List<Choice> choices = new ArrayList<>();
        for (Change change : changes) {
            Subject subject = Subject.named(Subject.Kind.SERVER, "finding " + choices.size());
            choices.add(new Choice(new Finding("AUTH-01", subject, Status.FAIL, "seen", "wanted"), List.of(change)));
        }
        return Planner.plan(SERVER, answers(changes), choices);
    }

    private static final Server SERVER = new Server(
            170_005,
            "17.5",
            "postgres",
            true,
            false,
            "db1",
            List.of("jdbc", "ssh", "sudo"),
            Optional.of("Debian"),
            false,
            List.of("postgres"),
            Map.of("PGPID", "1", "PGDATA", "/data"));

    /// A server whose rules are [#RULES], where only log_connections was ever set and nothing filters packets.
    private static Answers answers(Change... changes) {
        Map<Query, Answer<Rows>> rows = new HashMap<>();
        Map<Command, Answer<Output>> outputs = new HashMap<>();
        for (Change change : changes) {
            for (Request request : change.reads()) {
                switch (request) {
                    case Query query
                    when change instanceof AlterSystem ->
                        rows.put(
                                query, new Answer.Seen<>(Rows.of(List.of("name", "setting"), "log_connections", "on")));
                    case Query query ->
                        rows.put(query, new Answer.Seen<>(Rows.of(List.of("rolname", "rolpassword"), "app", null)));
                    case Command command -> {
                        byte[] text = change instanceof HbaEdit ? RULES.getBytes(UTF_8) : new byte[0];
                        outputs.put(command, new Answer.Seen<>(new Output(0, text, "", false)));
                    }
                    default -> throw new AssertionError(request);
                }
            }
        }
        return new Answers(
                SERVER,
                Instant.EPOCH,
                rows,
                Map.of(),
                outputs,
                new Answer.Unseen<>("not looked at", "a look"),
                Optional.empty(),
                Map.of());
    }
}
