package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;

/// The extensions of each database, with the version that this server's files would install.
public record InstalledExtensions(List<Extension> extensions) {
    /// One extension in one database.
    ///
    /// @param offered the default version of the installed files; empty when the files are gone
    /// @param path whether an update leads there
    public record Extension(String database, String name, String version, String offered, boolean path) {}

    private static final Query EXTENSIONS = Query.database("""
            SELECT pg_catalog.current_database() AS database, e.extname AS name, e.extversion AS version,
                   coalesce(a.default_version, '') AS offered,
                   EXISTS (SELECT 1 FROM pg_catalog.pg_extension_update_paths(e.extname) p
                            WHERE p.source = e.extversion AND p.target = a.default_version
                              AND p.path IS NOT NULL) AS path
              FROM pg_catalog.pg_extension e
              LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname ORDER BY e.extname""");

    public static final Probe<InstalledExtensions> PROBE = Probe.of(InstalledExtensions::read, EXTENSIONS);

    private static InstalledExtensions read(Answers answers) {
        List<Extension> extensions = new ArrayList<>();
        answers.byDatabase(EXTENSIONS)
                .values()
                .forEach(rows -> rows.forEach(row -> extensions.add(new Extension(
                        row.text("database"),
                        row.text("name"),
                        row.text("version"),
                        row.text("offered"),
                        row.bool("path")))));
        return new InstalledExtensions(List.copyOf(extensions));
    }

    public Set<String> names() {
        return extensions.stream().map(Extension::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
