package org.pgrampart.catalogue.authentication;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.change.Change;
import org.pgrampart.change.DatabaseObject;
import org.pgrampart.change.Grant;
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
import org.pgrampart.probe.SchemaRights;

/// AUTH-31.
public final class PublicCreatesNothing implements Check<SchemaRights> {
    private static final Control CONTROL = new Control(
            "AUTH-31",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "PUBLIC may create nothing in any schema",
            """
            Where everybody may create, any role can plant a function or table under a name that others call without \
            its schema, and wait until a more powerful one runs it. Servers upgraded from 14 or older keep this \
            right.""",
            """
            Revoke CREATE on the schema from PUBLIC, and grant it to the role that runs the migrations. Roles that \
            own tables there keep CREATE by a grant of their own, so that migrations go on working.""",
            """
            A role that creates tables in the schema without owning one there yet fails with permission denied until \
            it is granted CREATE.""",
            List.of("https://www.postgresql.org/docs/current/ddl-schemas.html", "CIS 4.3"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<SchemaRights> probe() {
        return SchemaRights.PROBE;
    }

    @Override
    public Outcome judge(SchemaRights rights, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        for (SchemaRights.Schema schema : rights.schemas()) {
            String who = schema.publicCreates() ? "everybody may create" : "PUBLIC may not create";
            evidence.add(new Evidence("pg_namespace of " + schema.database(), schema.name() + ": " + who));
            if (schema.publicCreates()) {
                findings.add(Finding.fail(
                        CONTROL, schema.subject(), "everybody may create objects in it", "no CREATE for PUBLIC"));
            }
        }
        return Outcome.of(
                        findings,
                        "PUBLIC may create in none of " + rights.schemas().size() + " schemas")
                .with(evidence);
    }

    @Override
    public List<Change> remedy(Finding finding, SchemaRights rights, Inputs inputs) {
        return rights.schemas().stream()
                .filter(schema -> schema.subject().equals(finding.subject()))
                .findFirst()
                .map(PublicCreatesNothing::close)
                .orElse(List.of());
    }

    /// Those whose tables are in the schema keep the right by name before everybody loses it.
    static List<Change> close(SchemaRights.Schema schema) {
        DatabaseObject object = DatabaseObject.schema(schema.database(), schema.name());
        List<Change> changes = new ArrayList<>();
        schema.inhabitants().forEach(role -> changes.add(Grant.of(Privilege.of("CREATE", object, role))));
        changes.add(Revoke.of(Privilege.ofPublic("CREATE", object)));
        return changes;
    }
}
