package org.pgrampart.catalogue.application;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.ApplicationReach;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.Role;

/// APP-12.
public final class RuntimeRoleOnlyReadsAndWritesRows implements Check<ApplicationReach> {
    private static final Control CONTROL = new Control(
            "APP-12",
            Area.APPLICATION,
            Severity.MEDIUM,
            FixKind.AUTOMATIC,
            "The application's database role reads and writes rows and nothing else",
            """
            A role that owns its tables or creates in the schema lets an injection drop tables, plant a trigger that \
            copies every password, or empty the journal of migrations. Serving pages needs none of it.""",
            """
            Let a second role own the tables and run the migrations, and give the application's SELECT, INSERT, \
            UPDATE and DELETE. Revoke TRUNCATE, REFERENCES, TRIGGER, MAINTAIN and CREATE.""",
            """
            Migrations run as the migrator from then on, with "assume_role" set to the owner in its OPTIONS. Refreshing \
            materialized views and flushing the test database belong to owner and test role.""",
            List.of("https://www.postgresql.org/docs/current/ddl-priv.html", "CIS 4.4"));

    private static final String OWNS = " owns in ";
    private static final String CREATES = " creates in ";
    private static final String EXCESS = " excess in ";
    private static final String MIGRATIONS = " migrations in ";
    private static final int NAMED = 3;

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ApplicationReach> probe() {
        return ApplicationReach.PROBE;
    }

    @Override
    public Outcome judge(ApplicationReach reach, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Role role : reach.roles(baseline.applicationRoles())) {
            names.add(role.name());
            for (ApplicationReach.Right right : reach.rights(role.name())) {
                evidence.add(new Evidence(
                        "privileges in " + right.database(),
                        role.name() + " owns " + right.owns() + " tables, creates in "
                                + (right.creates().isEmpty() ? "no schema" : String.join(", ", right.creates()))));
                findings.addAll(findings(right));
            }
        }
        return Outcome.of(findings, String.join(", ", names) + " only reads and writes rows")
                .with(evidence);
    }

    private static List<Finding> findings(ApplicationReach.Right right) {
        List<Finding> findings = new ArrayList<>();
        if (right.owns() > 0) {
            findings.add(warn(right, OWNS, "owns " + right.owns() + " tables, which it can alter and drop"));
        }
        if (!right.creates().isEmpty() || right.createsSchemas()) {
            String where = right.creates().isEmpty() ? "new schemas" : String.join(", ", right.creates());
            findings.add(warn(right, CREATES, "may create objects in " + where));
        }
        if (!right.excess().isEmpty()) {
            String some = right.excess().stream().limit(NAMED).collect(Collectors.joining("; "));
            int more = right.excess().size() - NAMED;
            findings.add(warn(
                    right, EXCESS, "has rights beyond rows on " + some + (more > 0 ? " and " + more + " more" : "")));
        }
        if (!right.migrations().isEmpty()) {
            findings.add(warn(
                    right,
                    MIGRATIONS,
                    "may " + String.join(", ", right.migrations())
                            + " on django_migrations, the journal of migrations"));
        }
        return findings;
    }

    private static Subject subject(ApplicationReach.Right right, String kind) {
        Subject plain = Subject.role(right.role());
        return new Subject(
                plain.kind(), plain.name() + " in " + right.database(), plain.stable() + kind + right.database());
    }

    private static Finding warn(ApplicationReach.Right right, String kind, String seen) {
        return Finding.warn(CONTROL, subject(right, kind), seen, "SELECT, INSERT, UPDATE, DELETE on rows");
    }

    /// Asks for the new roles where the role owns what it serves; as a member of the owner it needs a person.
    @Override
    public List<Input> asks(Finding finding, ApplicationReach reach) {
        return reach.rights().stream()
                .filter(right -> finding.subject().equals(subject(right, OWNS)))
                .filter(right ->
                        !reach.owned().of(right.database(), right.role()).isEmpty())
                .findFirst()
                .map(right -> OwnershipSplit.asks(reach, right))
                .orElse(List.of());
    }

    /// Takes back what was granted to the role by name, and gives what it owns to a role that nobody logs in as; what
    /// it has through a group needs a person.
    @Override
    public List<Change> remedy(Finding finding, ApplicationReach reach, Inputs inputs) {
        List<Change> changes = new ArrayList<>();
        for (ApplicationReach.Right right : reach.rights()) {
            if (finding.subject().equals(subject(right, OWNS))) {
                changes.addAll(OwnershipSplit.changes(finding, reach, right, inputs));
            }
            if (finding.subject().equals(subject(right, CREATES))) {
                right.grantedCreates()
                        .forEach(schema -> changes.add(Revoke.of(Privilege.of(
                                "CREATE", DatabaseObject.schema(right.database(), schema), right.role()))));
            }
            boolean excess = finding.subject().equals(subject(right, EXCESS));
            boolean migrations = finding.subject().equals(subject(right, MIGRATIONS));
            for (ApplicationReach.Own own : right.own()) {
                boolean rows = List.of("INSERT", "UPDATE", "DELETE").contains(own.privilege());
                if (rows ? migrations : excess) {
                    changes.add(Revoke.of(Privilege.of(
                            own.privilege(),
                            DatabaseObject.table(right.database(), own.schema(), own.table()),
                            right.role())));
                }
            }
        }
        return List.copyOf(changes);
    }
}
