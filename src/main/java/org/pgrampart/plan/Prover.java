package org.pgrampart.plan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Hazard;
import org.pgrampart.format.Printable;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;
import org.pgrampart.reading.Unreadable;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.WriteSession;

/// Shows over new connections that the server lets us in and is as the plan wants it.
final class Prover {
    private static final String LOGIN = "A new login works";
    private static final int TRIES = 3;

    /// The server acts on a reload when it next gets to it.
    private static final int LOOKS = 8;

    private static final Query HBA_ERRORS = Query.cluster("""
            SELECT line_number, error FROM pg_catalog.pg_hba_file_rules
             WHERE error IS NOT NULL AND (type IS DISTINCT FROM 'hostssl' OR current_setting('ssl') = 'on')""").needs(Query.HBA_RULES);
    private static final Query IDENT_ERRORS = Query.cluster(
                    "SELECT line_number, error FROM pg_catalog.pg_ident_file_mappings WHERE error IS NOT NULL")
            .since(15)
            .needs(new Query.Need(
                    "pg_catalog.has_function_privilege('pg_catalog.pg_ident_file_mappings()', 'EXECUTE')",
                    "GRANT EXECUTE ON FUNCTION pg_ident_file_mappings() TO the assessing role"));
    // a setting that waits for a restart is reported there too, and is no error; the words come in any language
    private static final Query FILE_ERRORS = Query.cluster("""
            SELECT coalesce(f.name, '') AS name, f.error
              FROM pg_catalog.pg_file_settings f LEFT JOIN pg_catalog.pg_settings s ON lower(s.name) = lower(f.name)
             WHERE f.error IS NOT NULL AND s.pending_restart IS NOT TRUE""").needs(Query.FILE_SETTINGS);
    private static final Query WAIT = Query.cluster("SELECT pg_catalog.pg_sleep(0.4)::text AS waited");

    private final Clock clock;
    private final WriteSession session;
    private final Plan plan;
    private final Before before;
    private final Optional<ServerFolder> folder;

    /// @param folder the change set's folder on the host, where there is one
    Prover(Clock clock, WriteSession session, Plan plan, Before before, Optional<ServerFolder> folder) {
        this.clock = clock;
        this.session = session;
        this.plan = plan;
        this.before = before;
        this.folder = folder;
    }

    /// What a new session found.
    private record Found(Server server, Answers answers) {}

    /// Everything that can be shown; hints from the log of the server are told as well.
    List<Proof> prove(List<String> hints) {
        List<Proof> proofs = new ArrayList<>();
        try {
            Found found = inNewSession(proofs);
            // the host is asked once that session has ended: its own login may need the last slot
            if (folder.isPresent()) {
                onHost(folder.get(), found, proofs, hints);
            }
        } catch (TargetException e) {
            proofs.add(e.kind() == Kind.BUSY ? Proof.unproven(LOGIN, e.happened()) : Proof.failed(LOGIN, e.happened()));
        }
        return List.copyOf(proofs);
    }

    private Found inNewSession(List<Proof> proofs) throws TargetException {
        try (ReadSession fresh = login()) {
            Query mine = mine();
            Set<Request> requests =
                    new LinkedHashSet<>(List.of(HBA_ERRORS, IDENT_ERRORS, FILE_ERRORS, mine, settings()));
            requests.addAll(Refusals.READS);
            requests.add(Before.REPLICAS);
            requests.add(came());
            plan.running().forEach(item -> requests.addAll(item.change().reads()));
            Answers answers = fresh.read(requests, clock.instant(), Optional.empty(), Progress.NONE);
            proofs.add(Proof.proven(
                    LOGIN,
                    "logged in anew by " + String.join(" and ", fresh.server().via())));
            proofs.addAll(own(answers, mine, fresh));
            errors(answers, HBA_ERRORS, "The login rules can be read", proofs);
            errors(answers, IDENT_ERRORS, "The maps of names can be read", proofs);
            errors(answers, FILE_ERRORS, "The settings can be read", proofs);
            for (Plan.Item item : plan.running()) {
                proofs.add(holds(item, answers));
            }
            effective(answers).ifPresent(proofs::add);
            HostProofs.replicas(before, replicas(fresh, answers)).ifPresent(proofs::add);
            proofs.addAll(Refusals.prove(session, Refusals.wanted(plan, fresh.server(), answers)));
            return new Found(fresh.server(), answers);
        }
    }

    private void onHost(ServerFolder where, Found found, List<Proof> proofs, List<String> hints)
            throws TargetException {
        String certificate = tls(found.answers()) ? found.server().paths().getOrDefault("PGSSLCERT", "") : "";
        List<Verdict> host = HostLook.after(where.through(session), found.server(), certificate);
        host.stream()
                .filter(verdict -> verdict.state() == Verdict.State.NOTED)
                .forEach(verdict -> hints.add("The log says: " + verdict.detail()));
        proofs.addAll(HostProofs.of(before, host));
        HostProofs.application(
                        before, host, Before.names(found.answers(), came()), plan.hazard() == Hazard.MAY_CUT_ACCESS)
                .ifPresent(proofs::add);
        proofs.addAll(HostProofs.restart(plan.reloads() ? Candidates.live(where) : List.of()));
    }

    /// A session that began after the change; the server has read its files anew by then, or does not do it at all.
    private ReadSession login() throws TargetException {
        for (int i = 1; ; i++) {
            ReadSession fresh = anew();
            boolean handed = false;
            try {
                if (i == LOOKS || !plan.reloads() || loaded(fresh)) {
                    handed = true;
                    return fresh;
                }
                fresh.read(List.of(WAIT), clock.instant(), Optional.empty(), Progress.NONE);
            } finally {
                if (!handed) {
                    fresh.close();
                }
            }
        }
    }

    private ReadSession anew() throws TargetException {
        for (int i = 1; ; i++) {
            try {
                return session.fresh();
            } catch (TargetException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private boolean loaded(ReadSession fresh) throws TargetException {
        Query mine = mine();
        Answers answers = fresh.read(List.of(mine), clock.instant(), Optional.empty(), Progress.NONE);
        return answers.find(mine) instanceof Answer.Seen<Rows>(Rows rows)
                && rows.first().bool("loaded");
    }

    private Query mine() {
        String then = Sql.literal(before.clock()) + "::timestamptz";
        return Query.cluster("""
                SELECT a.backend_start > %1$s AS new, pg_catalog.pg_conf_load_time() > %1$s AS loaded,
                       coalesce(s.ssl, false) AS ssl, coalesce(s.version, '') AS version,
                       current_setting('ssl')::boolean AS offers
                  FROM pg_catalog.pg_stat_activity a LEFT JOIN pg_catalog.pg_stat_ssl s USING (pid)
                 WHERE a.pid = pg_catalog.pg_backend_pid()""".formatted(then));
    }

    private Query came() {
        return Query.cluster("""
                SELECT DISTINCT usename || '@' || coalesce(host(client_addr), 'socket') AS name
                  FROM pg_catalog.pg_stat_activity
                 WHERE backend_type = 'client backend' AND backend_start > %s::timestamptz""".formatted(Sql.literal(before.clock()))).needs(Query.ALL_STATS);
    }

    private List<Proof> own(Answers answers, Query mine, ReadSession fresh) {
        if (!(answers.find(mine) instanceof Answer.Seen<Rows>(Rows rows)) || rows.isEmpty()) {
            return List.of();
        }
        Row row = rows.first();
        List<Proof> proofs = new ArrayList<>();
        boolean direct = !fresh.server().isPooled();
        proofs.add(Proof.of(
                "It is a session of the server itself, begun after the change",
                direct && row.bool("new"),
                direct
                        ? row.bool("ssl") ? "encrypted by " + row.text("version") : "not encrypted"
                        : "a pooler answers"));
        if (plan.reloads()) {
            boolean loaded = row.bool("loaded");
            proofs.add(Proof.of(
                    "The server has read its files since",
                    loaded,
                    loaded ? "new sessions have the new settings" : "it has not yet"));
        }
        if (before.root()) {
            boolean root = fresh.server().hasRoot();
            proofs.add(Proof.of(
                    "A new SSH login becomes root", root, root ? "as before" : "it did before and does no longer"));
        }
        return proofs;
    }

    private boolean tls(Answers answers) {
        return plan.reloads()
                && answers.find(mine()) instanceof Answer.Seen<Rows>(Rows rows)
                && !rows.isEmpty()
                && rows.first().bool("offers");
    }

    private List<String> names() {
        return plan.running().stream()
                .filter(item -> item.change() instanceof AlterSystem setting
                        && setting.value().isPresent())
                .map(item -> ((AlterSystem) item.change()).parameter())
                .toList();
    }

    /// What waits for a restart, or comes from elsewhere than the file that was written.
    private Query settings() {
        String list = names().stream().map(Sql::literal).reduce("''", (a, b) -> a + ", " + b);
        return Query.cluster("""
                SELECT name, pending_restart, source, coalesce(sourcefile, '') AS file FROM pg_catalog.pg_settings
                 WHERE lower(name) IN (SELECT lower(n) FROM unnest(ARRAY[%s]) n)""".formatted(list));
    }

    private Optional<Proof> effective(Answers answers) {
        if (names().isEmpty() || !(answers.find(settings()) instanceof Answer.Seen<Rows>(Rows rows))) {
            return Optional.empty();
        }
        String what = "The settings are in force";
        for (Row row : rows) {
            if (row.bool("pending_restart")) {
                return Optional.of(Proof.failed(what, row.text("name") + " waits for a restart"));
            }
            String source = row.text("source");
            boolean files =
                    source.equals("configuration file") && row.text("file").endsWith("postgresql.auto.conf");
            // what this session or its role has set says nothing about the server
            if (!files && (source.equals("command line") || source.equals("configuration file"))) {
                return Optional.of(Proof.failed(what, row.text("name") + " comes from the " + source));
            }
        }
        return Optional.of(Proof.proven(what, String.join(", ", names())));
    }

    private Set<String> replicas(ReadSession fresh, Answers answers) throws TargetException {
        Set<String> now = Before.names(answers, Before.REPLICAS);
        for (int i = 0; i < 4 * LOOKS && !now.containsAll(before.replicas()); i++) {
            Answers later =
                    fresh.read(List.of(WAIT, Before.REPLICAS), clock.instant(), Optional.empty(), Progress.NONE);
            now = Before.names(later, Before.REPLICAS);
        }
        return now;
    }

    /// Whether a new login finds every change of the plan there.
    static boolean stands(Clock clock, WriteSession session, Plan plan) {
        try (ReadSession fresh = session.fresh()) {
            Set<Request> requests = new LinkedHashSet<>();
            plan.running().forEach(item -> requests.addAll(item.change().reads()));
            Answers answers = fresh.read(requests, clock.instant(), Optional.empty(), Progress.NONE);
            return plan.running().stream().allMatch(item -> holds(item, answers).proven());
        } catch (TargetException e) {
            return false;
        }
    }

    private static void errors(Answers answers, Query query, String what, List<Proof> proofs) {
        if (answers.find(query) instanceof Answer.Seen<Rows>(Rows rows)) {
            String detail = rows.stream()
                    .map(row -> Printable.line(row.find("error").orElse("")))
                    .findFirst()
                    .orElse("the server reports no error");
            proofs.add(Proof.of(what, rows.isEmpty(), detail));
        }
    }

    private static Proof holds(Plan.Item item, Answers answers) {
        String what = Printable.line(item.summary());
        try {
            boolean holds = item.change().holds(answers);
            return Proof.of(
                    what, holds, holds ? "read back over the new connection" : "the server does not have it so");
        } catch (Unreadable e) {
            return Proof.failed(what, e.because());
        } catch (NotHere e) {
            return Proof.failed(what, e.because());
        }
    }
}
