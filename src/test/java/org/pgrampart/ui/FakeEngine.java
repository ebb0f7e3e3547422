package org.pgrampart.ui;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.assess.Assessment;
import org.pgrampart.change.Change;
import org.pgrampart.change.Hazard;
import org.pgrampart.change.Reversal;
import org.pgrampart.model.Area;
import org.pgrampart.plan.Mode;
import org.pgrampart.plan.Reach;
import org.pgrampart.reading.Server;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Environment;
import org.pgrampart.target.HostKeyQuestion;
import org.pgrampart.target.Progress;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.TargetException;
import org.pgrampart.ui.kit.ApplyListener;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Engine;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.Pending;
import org.pgrampart.ui.kit.Proposal;
import org.pgrampart.ui.kit.Steps;
import org.pgrampart.ui.kit.TargetForm;
import org.pgrampart.ui.kit.TargetForm.Field;

/// Answers the screens from made-up facts, and fails on what a test did not arrange.
final class FakeEngine implements Engine {
    Environment environment = Environment.PRODUCTION;
    Optional<TargetException> refusal = Optional.empty();
    boolean askAboutHostKey;
    Optional<TargetException> accessTrouble = Optional.empty();
    List<String> accessGaps = List.of();
    String accessRules = AccessSamples.WEAK;
    Mode mode = new Mode(
            Reach.ROOT,
            "Changes are made as root on the host, statements as a superuser.",
            List.of("No undo brings back sessions that a restart ended, or what clients did in the meantime."));
    boolean proofsHold = true;
    boolean lostContact;
    final List<Known> servers = new ArrayList<>();
    final Set<String> mended = new HashSet<>();
    final List<Live.ChangeSet> sets = new ArrayList<>();
    Instant deadline = Samples.AT.plus(Duration.ofSeconds(107));

    static FakeEngine withServers() {
        FakeEngine engine = new FakeEngine();
        engine.servers.add(known("db1", "production", Samples.AT.minus(Duration.ofDays(3)), 62));
        engine.servers.add(known("shop-staging", "staging", Samples.AT.minus(Duration.ofDays(20)), 84));
        return engine;
    }

    private static Known known(String name, String environment, Instant at, int score) {
        TargetForm form = new TargetForm(
                Map.of(Field.NAME, name, Field.ENVIRONMENT, environment, Field.HOST, name + ".example.org"),
                Map.of(),
                Optional.empty(),
                Map.of());
        return new Known(form, Optional.of(at), OptionalInt.of(score));
    }

    @Override
    public List<Known> known() {
        return servers;
    }

    @Override
    public TargetForm understand(String pasted) {
        return new TargetForm(
                Map.of(
                        Field.HOST, "db1.example.org",
                        Field.PORT, "5432",
                        Field.DATABASE, "shop",
                        Field.USER, "audit",
                        Field.SSH_HOST, "db1",
                        Field.SSH_USER, "admin",
                        Field.NAME, "db1",
                        Field.ENVIRONMENT, "production"),
                Map.of(Field.PORT, "default", Field.SSH_USER, "from ~/.ssh/config"),
                Optional.empty(),
                Map.of());
    }

    @Override
    public Live connect(TargetForm form, Secrets secrets, HostKeyQuestion hostKeys, Checklist checklist)
            throws TargetException {
        checklist.at(Checklist.Line.NAME, Checklist.State.OK, "db1.example.org is 10.2.0.4", "");
        checklist.at(Checklist.Line.PORT, Checklist.State.OK, "5432 answers in 3 ms", "");
        if (askAboutHostKey
                && !hostKeys.accept("db1", "SHA256:Xb0mM5q0YxkDq2ScRtEQ8V4oJYvXc2b7dQ9u1yqvA4E", "ssh-ed25519")) {
            throw new TargetException(TargetException.Kind.HOST_KEY, "You did not trust the key.", "Compare it first.");
        }
        checklist.at(Checklist.Line.HOST_KEY, Checklist.State.OK, "ssh-ed25519, known", "");
        checklist.at(Checklist.Line.SSH_LOGIN, Checklist.State.OK, "admin, by an agent's key", "");
        checklist.at(Checklist.Line.SUDO, Checklist.State.WARN, "admin may not use sudo", "Files of root stay unread.");
        checklist.at(Checklist.Line.TLS, Checklist.State.OK, "TLSv1.3, certificate verified", "");
        if (refusal.isPresent()) {
            checklist.at(
                    Checklist.Line.DATABASE_LOGIN,
                    Checklist.State.FAIL,
                    refusal.get().happened(),
                    refusal.get().remedy());
            checklist.at(Checklist.Line.VERSION, Checklist.State.SKIPPED, "", "");
            checklist.at(Checklist.Line.RIGHTS, Checklist.State.SKIPPED, "", "");
            checklist.at(Checklist.Line.SAME_MACHINE, Checklist.State.SKIPPED, "", "");
            throw refusal.get();
        }
        return new FakeLive(form.get(Field.NAME), environment);
    }

    @Override
    public Live practise(Progress progress) {
        progress.at("Unpacking PostgreSQL 18", 1, 3);
        return new FakeLive("practice", Environment.PRACTICE);
    }

    private final class FakeLive implements Live {
        private final String name;
        private final Environment kind;

        FakeLive(String name, Environment kind) {
            this.name = name;
            this.kind = kind;
        }

        @Override
        public String undoCommand(Proposal proposal) {
            return mode.reach() == Reach.SQL
                    ? ""
                    : "sudo sh /var/lib/pgrampart/txn/20261123T201442Z-3f9c1a/rollback.sh manual";
        }

        @Override
        public String undoText(Proposal proposal) {
            return UndoSamples.text(mode.reach());
        }

        @Override
        public List<Path> export(Proposal proposal) {
            return List.of(reports().resolve("change-6f1c0e8a.sh"));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Environment environment() {
            return kind;
        }

        @Override
        public Server server() {
            return Samples.server(kind == Environment.PRACTICE);
        }

        @Override
        public String caveat() {
            return "";
        }

        @Override
        public Assessment assess(Set<Area> areas, Progress progress) {
            progress.at("Reading database shop", 3, 5);
            return Samples.assessment(name, kind == Environment.PRACTICE, mended);
        }

        @Override
        public AccessPicture access() throws TargetException {
            if (accessTrouble.isPresent()) {
                throw accessTrouble.get();
            }
            return AccessSamples.picture(accessRules, accessGaps);
        }

        @Override
        public Mode mode() {
            return mode;
        }

        // as the planner decides by reach
        private Optional<String> heldBack(Change change) {
            return mode.reach() == Reach.SQL && change.hazard() == Hazard.MAY_CUT_ACCESS
                    ? Optional.of("It is not run from here, but goes into an export of this plan. It needs a shell.")
                    : Optional.empty();
        }

        @Override
        public Proposal plan(List<Chosen> chosen) {
            List<Proposal.Entry> entries = new ArrayList<>();
            for (Chosen fix : chosen) {
                String preview = fix.mayCutAccess() ? """
                        --- /etc/postgresql/18/main/pg_hba.conf
                        +++ /etc/postgresql/18/main/pg_hba.conf
                        @@ -95,5 +95,5 @@
                         # IPv4 local connections:
                         host    all    all    127.0.0.1/32    scram-sha-256
                        -host    all    all    0.0.0.0/0       trust
                        +host    all    all    10.2.0.0/24     scram-sha-256
                         # IPv6 local connections:
                        """ : Steps.text(fix.changes());
                fix.changes()
                        .forEach(change -> entries.add(new Proposal.Entry(
                                change.summary(),
                                List.of(fix.finding().key()),
                                preview,
                                "ALTER SYSTEM RESET " + fix.finding().subject().bare() + ";",
                                change.effect(),
                                change.hazard(),
                                Reversal.exact(),
                                heldBack(change))));
            }
            String text = String.join(
                    "\n", entries.stream().map(Proposal.Entry::preview).toList());
            boolean cuts = chosen.stream().anyMatch(Chosen::mayCutAccess);
            return new Proposal(
                    entries,
                    List.of(),
                    "sha256:6f1c0e8a4b52d9d7f2a1",
                    text,
                    "",
                    cuts ? Optional.of(AccessSamples.planned()) : Optional.empty());
        }

        @Override
        public Pending apply(Proposal proposal, Duration window, ApplyListener listener) {
            listener.at("Get ready", "Arm the undo on the server", ApplyListener.State.DONE, "armed until 14:32:10");
            listener.at("Get ready", "Write backups and read them back", ApplyListener.State.DONE, "");
            for (Proposal.Entry entry : proposal.entries()) {
                listener.at("Change", entry.summary(), ApplyListener.State.RUNNING, "");
                listener.at("Change", entry.summary(), ApplyListener.State.DONE, entry.preview() + "\nALTER SYSTEM");
                entry.clears().forEach(key -> mended.add(key.substring(0, key.indexOf('/'))));
            }
            listener.at("Prove", "Log in to the database anew", ApplyListener.State.DONE, "");
            sets.add(new ChangeSet("20261123T143010Z-3f9c", Samples.AT, "admin", "kept", proposal.count(), true));
            return new FakePending();
        }

        @Override
        public List<ChangeSet> changes() {
            return List.copyOf(sets);
        }

        @Override
        public void rollBack(String id) {
            mended.clear();
            sets.replaceAll(s -> new ChangeSet(s.id(), s.at(), s.who(), "rolled back", s.summary(), false));
        }

        @Override
        public Path reports() {
            return Path.of("target");
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }

    private final class FakePending implements Pending {
        private boolean accepted;

        @Override
        public Optional<Instant> deadline() {
            return Optional.of(deadline);
        }

        @Override
        public List<Proof> proofs() {
            return List.of(
                    new Proof("New database login works", true, "TLSv1.3, 41 ms"),
                    new Proof("New SSH login works", proofsHold, proofsHold ? "" : "connection refused"));
        }

        @Override
        public boolean mayKeep() {
            return proofsHold || accepted;
        }

        @Override
        public void accept() {
            accepted = true;
        }

        @Override
        public void keep() throws TargetException {
            if (lostContact) {
                throw new TargetException(
                        TargetException.Kind.UNREACHABLE, "The connection to db1 broke.", "Wait for the undo.");
            }
        }

        @Override
        public void undo() {
            mended.clear();
        }

        @Override
        public void extend() {
            deadline = deadline.plus(Duration.ofMinutes(2));
        }
    }
}
