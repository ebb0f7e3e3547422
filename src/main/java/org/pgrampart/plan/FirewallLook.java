package org.pgrampart.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.change.Admission;
import org.pgrampart.change.Change;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.change.FirewalldRules;
import org.pgrampart.change.UfwRules;
import org.pgrampart.format.IpAddress;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// Whether the firewall rules of a plan still let in who is connected now.
final class FirewallLook {
    /// A way in that is used at this moment.
    record Way(String who, IpAddress from, int port) {}

    private static final Query CLIENTS = Query.cluster("""
            SELECT DISTINCT usename AS who, host(client_addr) AS address FROM pg_catalog.pg_stat_activity
             WHERE client_addr IS NOT NULL ORDER BY 1, 2""");

    private FirewallLook() {}

    /// @param ssh `SSH_CONNECTION` of this session: address and port of the client, address and port of the server
    static List<Verdict> look(ReadSession session, Plan plan, String ssh, Instant at) throws TargetException {
        List<List<Admission>> firewalls = plan.running().stream()
                .map(item -> admissions(item.change()))
                .filter(admissions -> !admissions.isEmpty())
                .toList();
        if (firewalls.isEmpty()) {
            return List.of();
        }
        Answers answers = session.read(List.of(CLIENTS), at, Optional.empty(), Progress.NONE);
        List<Way> ways = new ArrayList<>();
        String[] words = ssh.strip().split(" ");
        if (words.length == 4) {
            IpAddress.parse(words[0])
                    .ifPresent(from -> ways.add(new Way("this SSH connection", from, Integer.parseInt(words[3]))));
        }
        String port = session.server().paths().getOrDefault("PGPORT", "5432");
        if (answers.find(CLIENTS) instanceof Answer.Seen<Rows>(Rows rows)) {
            for (Row row : rows) {
                IpAddress.parse(row.text("address"))
                        .ifPresent(from ->
                                ways.add(new Way(row.find("who").orElse("somebody"), from, Integer.parseInt(port))));
            }
        }
        return firewalls.stream().map(admissions -> judge(admissions, ways)).toList();
    }

    static List<Admission> admissions(Change change) {
        return switch (change) {
            case FirewallRules rules -> rules.admissions();
            case UfwRules rules -> rules.admissions();
            case FirewalldRules rules -> rules.admissions();
            default -> List.of();
        };
    }

    /// A port that is not named stays as it is.
    static Verdict judge(List<Admission> admissions, List<Way> ways) {
        Map<String, String> shut = new LinkedHashMap<>();
        for (Way way : ways) {
            if (!way.from().isLoopback() && !admits(admissions, way)) {
                shut.put(way.who() + " from " + way.from() + " to port " + way.port(), "");
            }
        }
        return shut.isEmpty()
                ? Verdict.passed("firewall", "everybody who is connected now may connect again")
                : Verdict.refused("firewall", "it would shut out " + String.join(", ", shut.keySet()));
    }

    private static boolean admits(List<Admission> admissions, Way way) {
        return admissions.stream()
                .filter(admission -> admission.port() == way.port())
                .allMatch(admission -> admission.admits(way.from()));
    }
}
