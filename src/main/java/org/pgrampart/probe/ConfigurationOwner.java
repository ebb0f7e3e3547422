package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Row;

/// Who besides the files decides about the configuration.
///
/// @param fixed settings that the command line or the environment gives, which no file can change
/// @param managed the managed service or operator that the roles betray; empty without one
/// @param alterSystem whether ALTER SYSTEM is allowed (17 and later can forbid it)
/// @param tools programs that write the files, where a shell could look
public record ConfigurationOwner(
        List<Fixed> fixed, Optional<String> managed, boolean alterSystem, Answer<List<Tool>> tools) {
    public record Fixed(String name, String value, String source) {}

    /// A program that writes a file, and where that shows.
    public record Tool(String name, String place) {}

    /// Where the files lie and which port to use is told on the command line by every packaging; it is no override.
    private static final Query FIXED = Query.cluster("""
            SELECT name, coalesce(setting, '') AS setting, source FROM pg_catalog.pg_settings
             WHERE source IN ('command line', 'environment variable', 'global')
               AND name NOT IN ('config_file', 'data_directory', 'hba_file', 'ident_file', 'external_pid_file',
                                'hot_standby', 'client_encoding', 'TimeZone', 'lc_messages', 'transaction_isolation',
                                'transaction_read_only', 'transaction_deferrable')
             ORDER BY name""");

    private static final Query SIGNS = Query.cluster("""
            SELECT (SELECT r.rolname FROM pg_catalog.pg_roles r
                     WHERE r.rolname IN ('rds_superuser', 'cloudsqlsuperuser', 'alloydbsuperuser', 'azure_pg_admin',
                                         'azuresu', 'neon_superuser', 'supabase_admin', 'doadmin', 'tsdbadmin',
                                         'avnadmin', 'ibm-cloud-base-user', 'streaming_replica', 'crunchyadm')
                     ORDER BY 1 LIMIT 1) AS sign,
                   coalesce((SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'allow_alter_system'),
                            'on') AS alter_system""");

    private static final Command TOOLS = Command.server(HostFile.FUNCTIONS + """
            [ -n "$PGCONF" ] || { echo "the server does not say where its files are" >&2; exit 77; }
            for f in "$PGDATA/patroni.dynamic.json" "$PGDATA/postgresql.base.conf"; do
                [ -e "$f" ] && echo "Patroni $f"
            done
            if [ -n "$PGPID" ]; then
                parent=$(ps -o ppid= -p "$PGPID" 2>/dev/null | tr -d ' ')
                [ -n "$parent" ] && ps -o args= -p "$parent" 2>/dev/null | grep -qi patroni &&
                    echo 'Patroni the parent process of the server'
            fi
            [ -d /var/run/secrets/kubernetes.io ] && echo 'Kubernetes /var/run/secrets/kubernetes.io'
            for f in "$PGCONF" "$PGHBA" "$PGIDENT" "${PGCONF%/*}"/conf.d/*.conf; do
                [ -n "$f" ] && seen "$f" || continue
                [ -r "$f" ] || { echo "this user may not read $f" >&2; exit 77; }
                tool=$(head -n 40 "$f" | grep -E '^[[:space:]]*#' | tr 'A-Z' 'a-z' |
                    grep -E 'managed|generated|maintained|overwritten|do not (edit|modify|change)|ansible|controlled' |
                    grep -oE 'ansible|puppet|chef|salt|cfengine|patroni|terraform|cloudnativepg|stackgres|pgbackrest' |
                    head -n 1)
                [ -n "$tool" ] && echo "$tool $f"
            done
            exit 0
            """);

    public static final Probe<ConfigurationOwner> PROBE = Probe.of(ConfigurationOwner::read, FIXED, SIGNS, TOOLS);

    static ConfigurationOwner read(Answers answers) {
        List<Fixed> fixed = new ArrayList<>();
        for (Row row : answers.rows(FIXED)) {
            fixed.add(new Fixed(row.text("name"), row.text("setting"), row.text("source")));
        }
        Row signs = answers.rows(SIGNS).first();
        return new ConfigurationOwner(
                List.copyOf(fixed),
                signs.find("sign").map(ConfigurationOwner::service),
                signs.text("alter_system").equals("on"),
                Attempt.to(() -> tools(answers.output(TOOLS))));
    }

    private static List<Tool> tools(Output output) {
        List<Tool> tools = new ArrayList<>();
        for (String line : output.lines()) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                String name = line.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + line.substring(1, blank);
                tools.add(new Tool(name, line.substring(blank + 1)));
            }
        }
        return List.copyOf(tools);
    }

    private static String service(String role) {
        return switch (role) {
            case "rds_superuser" -> "Amazon RDS or Aurora";
            case "cloudsqlsuperuser" -> "Google Cloud SQL";
            case "alloydbsuperuser" -> "Google AlloyDB";
            case "azure_pg_admin", "azuresu" -> "Azure Database for PostgreSQL";
            case "neon_superuser" -> "Neon";
            case "supabase_admin" -> "Supabase";
            case "doadmin" -> "DigitalOcean";
            case "tsdbadmin" -> "Timescale";
            case "avnadmin" -> "Aiven";
            case "ibm-cloud-base-user" -> "IBM Cloud";
            case "streaming_replica" -> "CloudNativePG";
            default -> "an operator (role " + role + ")";
        };
    }
}
