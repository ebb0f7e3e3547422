package org.pgrampart.report;

import java.util.Locale;
import java.util.Optional;
import org.pgrampart.access.AccessComparison;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Admission;
import org.pgrampart.access.Client;
import org.pgrampart.access.Decision;
import org.pgrampart.access.FileRule;
import org.pgrampart.access.Impact;
import org.pgrampart.access.Login;
import org.pgrampart.access.RuleSet;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.Masked;
import org.pgrampart.plan.PlannedAccess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Who can log in from where as JSON, schema 1; with a plan every row has `before` and `after`.
public final class AccessJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AccessJson() {}

    public static String write(AccessReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", 1).put("tool", Tool.NAME).put("target", report.title());
        RuleSet rules = report.before().simulator().rules();
        root.put("loads", rules.loads());
        ArrayNode problems = root.putArray("problems");
        rules.problems().forEach(problem -> problems.add(Masked.text(problem)));
        if (report.asked().isPresent()) {
            asked(root, report, report.asked().get());
        } else {
            table(root, report);
        }
        report.plan().ifPresent(plan -> root.set("impact", impact(plan)));
        ArrayNode gaps = root.putArray("notKnown");
        report.before().gaps().forEach(gaps::add);
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static void asked(ObjectNode root, AccessReport report, Client client) {
        root.set("login", login(client.login()));
        Optional<PlannedAccess> plan = report.plan();
        root.set(plan.isPresent() ? "before" : "verdict", verdict(report.before(), client));
        plan.ifPresent(planned -> root.set("after", verdict(planned.after(), client)));
    }

    private static ObjectNode verdict(AccessPicture picture, Client client) {
        Decision decision = picture.simulator().decide(client.login());
        Admission admission = picture.admit(client);
        ObjectNode node = decision(decision);
        node.put("entry", admission.entry().name().toLowerCase(Locale.ROOT));
        node.put("because", Masked.text(admission.because()));
        return node;
    }

    private static void table(ObjectNode root, AccessReport report) {
        ArrayNode rows = root.putArray("rows");
        for (AccessComparison.Row row : report.comparison().rows()) {
            ObjectNode node = rows.addObject();
            node.put("from", row.origin().label())
                    .put("encryption", row.encryption().name().toLowerCase(Locale.ROOT));
            row.roles().forEach(node.putArray("roles")::add);
            row.databases().forEach(node.putArray("databases")::add);
            node.put("replication", row.replication());
            if (report.plan().isPresent()) {
                node.put("changes", row.changes());
                node.set("before", decision(row.before()));
                node.set("after", decision(row.after()));
            } else {
                node.set("decision", decision(row.before()));
            }
        }
    }

    /// The clients of an impact, in the shape that plans on disk have, too.
    public static JsonNode impact(PlannedAccess planned) {
        Impact impact = planned.impact();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("summary", impact.sentence());
        ArrayNode clients = root.putArray("clients");
        for (Impact.Row row : impact.rows()) {
            ObjectNode node = login(row.client().login());
            node.put("kind", row.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            row.client().sources().stream().map(Client.Source::words).sorted().forEach(node.putArray("known")::add);
            node.put("application", Masked.text(row.client().application()));
            node.put("lifeline", row.client().lifeline());
            node.set("before", decision(row.before()));
            node.set("after", decision(row.after()));
            node.put("because", Masked.text(row.because()));
            clients.add(node);
        }
        return root;
    }

    private static ObjectNode login(Login login) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("role", login.role()).put("database", login.database()).put("replication", login.replication());
        node.put("from", login.origin().address().map(IpAddress::toString).orElse("local"));
        node.put("tls", login.origin().tls());
        return node;
    }

    private static ObjectNode decision(Decision decision) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("verdict", decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (decision.rule().isPresent()) {
            FileRule rule = decision.rule().get();
            node.put("file", rule.file()).put("line", rule.rule().line());
            node.put("rule", Masked.text(rule.rule().words())).put("method", decision.method());
        }
        if (!decision.possible().isEmpty()) {
            ArrayNode possible = node.putArray("possible");
            decision.possible().forEach(other -> possible.add(decision(other)));
        }
        return node;
    }
}
