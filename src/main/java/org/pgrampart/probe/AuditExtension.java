package org.pgrampart.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;

/// pgAudit: whether it is installed, loaded and made, and what it records.
///
/// @param offered whether the server's machine has the extension to create
/// @param created by database
public record AuditExtension(Settings settings, boolean offered, Map<String, Boolean> created) {
    private static final Query OFFERED = Query.cluster(
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_available_extensions WHERE name = 'pgaudit') AS offered");

    private static final Query CREATED = Query.database("""
            SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'pgaudit') AS created""");

    public static final Probe<AuditExtension> PROBE = new Probe<>(
            Stream.concat(Settings.PROBE.requests().stream(), Stream.<Request>of(OFFERED, CREATED))
                    .toList(),
            AuditExtension::read);

    private static AuditExtension read(Answers answers) {
        Map<String, Boolean> created = new LinkedHashMap<>();
        answers.byDatabase(CREATED)
                .forEach((database, rows) -> created.put(database, rows.first().bool("created")));
        return new AuditExtension(
                Settings.PROBE.read().apply(answers),
                answers.rows(OFFERED).first().bool("offered"),
                created);
    }

    /// Whether the server loads it at start.
    ///
    /// @throws org.pgrampart.reading.Unreadable when the server hides the list from this role
    public static boolean loaded(Settings settings) {
        return Sql.elements(settings.value("shared_preload_libraries"), false).stream()
                .anyMatch(library -> library.equals("pgaudit") || library.endsWith("/pgaudit"));
    }

    /// The classes of statements that a value of pgaudit.log records, lower case.
    public static List<String> classes(String value) {
        return Sql.elements(value, true).stream().filter(c -> !c.equals("none")).toList();
    }
}
