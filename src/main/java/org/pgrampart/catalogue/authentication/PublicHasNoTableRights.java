package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Privilege;
import org.pgrampart.change.Revoke;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.PublicGrants;

/// AUTH-33.
public final class PublicHasNoTableRights implements Check<PublicGrants> {
    private static final Control CONTROL = new Control(
            "AUTH-33",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "PUBLIC has no rights on tables, sequences or columns",
            """
            A grant to PUBLIC holds for every role that exists and every role that will be made: a reporting account \
            meant for one table reads them all, and with a write right changes orders or passwords.""",
            """
            Revoke the listed rights from PUBLIC and grant them to the roles that use the tables, best through one \
            group role.""",
            """
            Roles that lived on the grant to PUBLIC get permission denied; the owner of a table and superusers \
            notice nothing. Look which roles are in use first.""",
            List.of("https://www.postgresql.org/docs/current/ddl-priv.html", "CIS 4.6"));

    /// Every other right changes something: a sequence's USAGE draws numbers, TRIGGER and REFERENCES hook into writing.
    private static final Set<String> READING = Set.of("SELECT");

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<PublicGrants> probe() {
        return PublicGrants.PROBE;
    }

    @Override
    public Outcome judge(PublicGrants grants, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (PublicGrants.Relation relation : grants.relations()) {
            String seen = seen(relation);
            evidence.add(new Evidence(
                    "pg_class of " + relation.database(), relation.subject().bare() + ": " + seen));
            boolean reads = READING.containsAll(relation.all());
            findings.add(
                    reads
                            ? Finding.warn(CONTROL, relation.subject(), seen, "nothing for PUBLIC")
                            : Finding.fail(CONTROL, relation.subject(), seen, "nothing for PUBLIC"));
        }
        return Outcome.of(findings, "nothing is granted to PUBLIC").with(evidence);
    }

    private static String seen(PublicGrants.Relation relation) {
        List<String> parts = new ArrayList<>();
        if (!relation.privileges().isEmpty()) {
            parts.add(String.join(", ", relation.privileges()));
        }
        relation.columnPrivileges()
                .forEach((column, privileges) -> parts.add(String.join(", ", privileges) + " on column " + column));
        return "everybody has " + String.join("; ", parts);
    }

    @Override
    public List<Change> remedy(Finding finding, PublicGrants grants, Inputs inputs) {
        List<Change> changes = new ArrayList<>();
        for (PublicGrants.Relation relation : grants.relations()) {
            if (!relation.subject().equals(finding.subject())) {
                continue;
            }
            DatabaseObject object = relation.sequence()
                    ? DatabaseObject.sequence(relation.database(), relation.schema(), relation.name())
                    : DatabaseObject.table(relation.database(), relation.schema(), relation.name());
            relation.privileges().forEach(word -> changes.add(Revoke.of(Privilege.ofPublic(word, object))));
            relation.columnPrivileges()
                    .forEach((column, words) -> words.forEach(word -> changes.add(Revoke.of(Privilege.ofPublic(
                            word,
                            DatabaseObject.column(relation.database(), relation.schema(), relation.name(), column))))));
        }
        return changes;
    }
}
