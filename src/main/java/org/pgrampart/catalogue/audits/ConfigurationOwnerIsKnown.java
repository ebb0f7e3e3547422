package org.pgrampart.catalogue.audits;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.ConfigurationOwner;
import org.pgrampart.probe.Probe;

/// AUD-15.
public final class ConfigurationOwnerIsKnown implements Check<ConfigurationOwner> {
    private static final Control CONTROL = new Control(
            "AUD-15",
            Area.AUDITS,
            Severity.HIGH,
            FixKind.MANUAL,
            "The server's own files decide about its configuration",
            """
            Where a cluster manager, a configuration tool, a managed service or the command line has the last word, a \
            change made on the server looks right today and is gone after the next run or restart.""",
            """
            Make the change where the owner keeps it: patronictl edit-config, the playbook, the parameter group, the \
            operator's resource. Take options off the command line of the unit or container and put them into a file.""",
            """
            Changes then take the way of the tool, with its review and its delay. If the listed file is no longer \
            managed, delete the note at its head.""",
            List.of("https://www.postgresql.org/docs/current/config-setting.html"));

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<ConfigurationOwner> probe() {
        return ConfigurationOwner.PROBE;
    }

    @Override
    public Outcome judge(ConfigurationOwner owner, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        List<Evidence> evidence = new ArrayList<>();
        owner.managed().ifPresent(service -> {
            evidence.add(new Evidence("pg_roles", "the roles are those of " + service));
            findings.add(Finding.fail(
                    CONTROL,
                    Subject.named(Subject.Kind.SERVER, "configuration"),
                    service + " owns the configuration: changes made here are refused or overwritten",
                    "changes by way of its owner"));
        });
        if (!owner.alterSystem()) {
            findings.add(Finding.fail(
                    CONTROL,
                    Subject.setting("allow_alter_system"),
                    "ALTER SYSTEM is forbidden: somebody else owns the settings",
                    "changes by way of the owner"));
        }
        for (ConfigurationOwner.Fixed fixed : owner.fixed()) {
            String value = Masked.text(Printable.line(fixed.name() + " = " + fixed.value()));
            evidence.add(new Evidence("pg_settings", value + " (" + fixed.source() + ")"));
            findings.add(Finding.fail(
                    CONTROL,
                    Subject.setting(fixed.name()),
                    "the " + fixed.source() + " gives " + value + ", which no file can change",
                    "the value in a configuration file"));
        }
        List<ConfigurationOwner.Tool> tools = findings.isEmpty()
                ? owner.tools().get()
                : owner.tools() instanceof org.pgrampart.reading.Answer.Seen<List<ConfigurationOwner.Tool>>(var seen)
                        ? seen
                        : List.of();
        for (ConfigurationOwner.Tool tool : tools) {
            evidence.add(new Evidence(tool.place(), tool.name()));
            findings.add(Finding.fail(
                    CONTROL,
                    Subject.file(tool.place()),
                    tool.name() + " writes the configuration and would overwrite a change made here",
                    "changes by way of " + tool.name()));
        }
        return Outcome.of(findings, "nothing but the server's own files decides about its configuration")
                .with(evidence);
    }
}
