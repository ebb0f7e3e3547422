package org.pgrampart.plan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Unreadable;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// Shows over new connections that the server lets us in and is as the plan wants it.
final class Prover {
    private static final Query HBA_ERRORS = Query.cluster(
                    "SELECT line_number, error FROM pg_catalog.pg_hba_file_rules WHERE error IS NOT NULL")
            .needs(Query.HBA_RULES);
    // a setting that waits for a restart is reported there too, and is no error; the words come in any language
    private static final Query FILE_ERRORS = Query.cluster("""
            SELECT coalesce(f.name, '') AS name, f.error
              FROM pg_catalog.pg_file_settings f LEFT JOIN pg_catalog.pg_settings s ON lower(s.name) = lower(f.name)
             WHERE f.error IS NOT NULL AND s.pending_restart IS NOT TRUE""").needs(Query.FILE_SETTINGS);

    private final Clock clock;

    Prover(Clock clock) {
        this.clock = clock;
    }

    List<Proof> prove(WriteSession session, Plan plan) {
        List<Proof> proofs = new ArrayList<>();
        String login = "A new login works";
        try (ReadSession fresh = session.fresh()) {
            proofs.add(new Proof(
                    login,
                    true,
                    "logged in anew by " + String.join(" and ", fresh.server().via())));
            Set<Request> requests = new LinkedHashSet<>(List.of(HBA_ERRORS, FILE_ERRORS));
            plan.running().forEach(item -> requests.addAll(item.change().reads()));
            Answers answers = fresh.read(requests, clock.instant(), Optional.empty(), Progress.NONE);
            errors(answers, HBA_ERRORS, "The login rules can be read", proofs);
            errors(answers, FILE_ERRORS, "The settings can be read", proofs);
            for (Plan.Item item : plan.running()) {
                proofs.add(holds(item, answers));
            }
        } catch (TargetException e) {
            proofs.add(new Proof(login, false, e.happened()));
        }
        return List.copyOf(proofs);
    }

    private static void errors(Answers answers, Query query, String what, List<Proof> proofs) {
        if (answers.find(query) instanceof Answer.Seen<Rows>(Rows rows)) {
            String detail = rows.stream()
                    .map(row -> Printable.line(row.find("error").orElse("")))
                    .findFirst()
                    .orElse("the server reports no error");
            proofs.add(new Proof(what, rows.isEmpty(), detail));
        }
    }

    private static Proof holds(Plan.Item item, Answers answers) {
        String what = Printable.line(item.summary());
        try {
            boolean holds = item.change().holds(answers);
            return new Proof(
                    what, holds, holds ? "read back over the new connection" : "the server does not have it so");
        } catch (Unreadable e) {
            return new Proof(what, false, e.because());
        } catch (NotHere e) {
            return new Proof(what, false, e.because());
        }
    }
}
