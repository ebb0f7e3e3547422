package org.pgrampart.probe;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pgrampart.model.Evidence;
import org.pgrampart.python.DatabaseSettings;
import org.pgrampart.python.DjangoSettings;
import org.pgrampart.python.Project;
import org.pgrampart.python.SourceFile;
import org.pgrampart.python.Value;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// The files of the Django project on the host, their modes, and the environment its service runs in.
///
/// @param left paths that were not read: too large, not readable, or beyond the limit
/// @param settings what the service's settings say; empty when the project has no settings module
/// @param environment where the environment was read from, in a few words; empty when it was not
/// @param service the unit of systemd that runs it, as far as that shows
public record DjangoProject(
        String folder,
        Project project,
        List<SourceFile> files,
        List<Entry> entries,
        List<String> left,
        Optional<DjangoSettings> settings,
        Optional<String> environment,
        Optional<String> service) {
    /// Of a project whose service is not known.
    public DjangoProject(
            String folder,
            Project project,
            List<SourceFile> files,
            List<Entry> entries,
            List<String> left,
            Optional<DjangoSettings> settings,
            Optional<String> environment) {
        this(folder, project, files, entries, left, settings, environment, Optional.empty());
    }

    /// A file that may hold secrets, with its mode.
    ///
    /// @param path relative to the project's folder, or absolute outside of it
    public record Entry(int mode, String owner, String group, String path) {
        public boolean othersRead() {
            return (mode & 04) != 0;
        }
    }

    private static final int LIMIT = 20 << 20;
    private static final String NEEDS = """
            [ -n "$DJANGO" ] || { echo "no Django project was named" >&2; exit 77; }
            [ -d "$DJANGO" ] || { echo "there is no folder $DJANGO on the host" >&2; exit 77; }
            cd "$DJANGO" || { echo "this user may not enter $DJANGO" >&2; exit 77; }
            """;

    // tar frames names, modes and lengths in one process, however many files there are
    private static final Command SOURCES = Command.server(NEEDS + """
            find . \\( -name node_modules -o -name site-packages -o -name dist-packages -o -name __pycache__ \\
                -o -name .git -o -name .hg -o -name .svn -o -name .tox -o -name .nox -o -name venv -o -name .venv \\
                -o -name bower_components -o -name static -o -name media \\) -prune -o -type f \\
                \\( -name '*.py' -o -name 'requirements*.txt' -o -name 'requirements*.in' -o -name 'constraints*.txt' \\
                -o -name Pipfile.lock -o -name poetry.lock -o -name uv.lock -o -name pdm.lock \\
                -o -name pyproject.toml \\) -size -2000 -print | LC_ALL=C sort | head -n 20000 |
                tar -c -f - -T -
            exit 0
            """).limit(LIMIT);

    // secrets never leave the host: what is sent has their length and variety, and other characters
    private static final String MASK = """
            mask() { awk '
                function shape(s,   i, c, n, seen, out, from) {
                    if (length(s) == 0) return s
                    out = ""; n = 0; from = 1
                    if (substr(s, 1, 16) == "django-insecure-") { out = "django-insecure-"; from = 17 }
                    for (i = from; i <= length(s); i++) {
                        c = substr(s, i, 1)
                        if (!(c in seen)) seen[c] = substr(LETTERS, n++ % length(LETTERS) + 1, 1)
                        out = out seen[c]
                    }
                    return out
                }
                BEGIN { LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" }
                /^(export )?[A-Za-z_][A-Za-z0-9_]*=/ {
                    sub(/^export /, "")
                    at = index($0, "="); name = substr($0, 1, at - 1); value = substr($0, at + 1)
                    if (value ~ /^".*"$/ || value ~ /^\\047.*\\047$/) value = substr(value, 2, length(value) - 2)
                    if (value ~ /^[A-Za-z0-9+.-]+:\\/\\/[^\\/]*@/) {
                        scheme = index(value, "://") + 2; host = scheme
                        for (i = scheme + 1; i <= length(value); i++) if (substr(value, i, 1) == "@") host = i
                        user = substr(value, scheme + 1, host - scheme - 1); colon = index(user, ":")
                        if (colon > 0) user = substr(user, 1, colon) shape(substr(user, colon + 1))
                        value = substr(value, 1, scheme) user substr(value, host)
                    } else {
                        secret = toupper(name) ~ /(SECRET|PASS|PWD|TOKEN|CREDENTIAL|KEY|PRIVATE|SALT|DSN)/
                        plain = name == "DJANGO_SETTINGS_MODULE" ||
                            name ~ /(COOKIE|SECURE|SSL|HOST|PORT|DEBUG|NAME|USER|MODE|ENGINE|HSTS)[A-Z_]*$/ ||
                            tolower(value) ~ /^(true|false|on|off|yes|no)$/ || value ~ /^[0-9]+$/ && length(value) < 6
                        if (secret || !plain) value = shape(value)
                    }
                    print prefix name "=" value
                }' prefix="$1"; }
            """;

    private static final Command SERVICE = Command.server(NEEDS + MASK + """
            pid=
            for each in /proc/[0-9]*; do
                [ -r "$each/cmdline" ] || continue
                line=$(tr '\\000' ' ' <"$each/cmdline" 2>/dev/null)
                # a shell that runs this very script has all these names in its arguments
                first=${line%% *}
                case ${first##*/} in
                    sh | dash | bash | ksh | zsh | -*sh | busybox | timeout | sudo | doas | su) continue ;;
                esac
                case $line in
                    *gunicorn* | *uwsgi* | *daphne* | *uvicorn* | *hypercorn* | *waitress* | *celery* | *manage.py*runserver*) ;;
                    *) continue ;;
                esac
                here=$(readlink "$each/cwd" 2>/dev/null)
                case "$here/ $line" in
                    "$DJANGO"/* | *" $DJANGO"* | *"=$DJANGO"*) pid=${each#/proc/}; break ;;
                esac
            done
            if [ -n "$pid" ] && [ -r "/proc/$pid/environ" ]; then
                echo "FROM process $pid"
                sed -n 's|.*/\\([^/]*\\.service\\)$|UNIT \\1|p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1
                tr '\\n\\000' ' \\n' <"/proc/$pid/environ" | mask 'SERVICE '
            else
                for unit in /etc/systemd/system/*.service /lib/systemd/system/*.service; do
                    [ -r "$unit" ] && grep -q -F "$DJANGO" "$unit" || continue
                    echo "FROM unit ${unit##*/}"
                    echo "UNIT ${unit##*/}"
                    sed -n 's/^Environment=//p' "$unit" | xargs -n 1 printf '%s\\n' 2>/dev/null | mask 'SERVICE '
                    sed -n 's/^EnvironmentFile=-\\{0,1\\}//p' "$unit" | while IFS= read -r file; do
                        [ -r "$file" ] && mask 'SERVICE ' <"$file"
                        [ -e "$file" ] && stat -L -c 'MODE %a|%U|%G|%n' -- "$file"
                    done
                    break
                done
            fi
            for file in .env */.env; do
                [ -f "$file" ] || continue
                [ -r "$file" ] && mask 'FILE ' <"$file"
            done
            find . -maxdepth 4 \\( -name node_modules -o -name site-packages -o -name .git -o -name venv -o -name .venv \\) \\
                -prune -o -type f \\( -path '*settings*.py' -o -name '.env*' -o -name '*.env' -o -name 'local*.py' \\
                -o -name '*.sql' -o -name '*.dump' -o -name '*.sqlite3' -o -name '*.pem' -o -name '*.key' \\
                -o -name .pgpass \\) -exec stat -c 'MODE %a|%U|%G|%n' {} + 2>/dev/null
            find . -maxdepth 7 -type d -iname 'django-[0-9]*.dist-info' 2>/dev/null | sed 's/^/INSTALLED /'
            find . \\( -name node_modules -o -name site-packages -o -name .git -o -name venv -o -name .venv \\) -prune -o \\
                -type f -name '*.py' -size +1999 -print 2>/dev/null | sed 's/^/LEFT /'
            walk=$DJANGO
            while [ -n "$walk" ] && [ "$walk" != / ]; do
                stat -c 'PARENT %a|%U|%G|%n' -- "$walk"
                walk=$(dirname "$walk")
            done
            exit 0
            """);

    public static final Probe<DjangoProject> PROBE = Probe.of(DjangoProject::read, SOURCES, SERVICE);

    static DjangoProject read(Answers answers) {
        return DjangoReading.of(answers, SOURCES, SERVICE);
    }

    /// What has to be asked, for probes that also look at other things.
    static List<Request> requests() {
        return PROBE.requests();
    }

    /// The same evidence from files that are at hand, such as a local copy.
    public static DjangoProject of(String folder, Collection<SourceFile> files, List<String> left) {
        Project project = Project.of(files);
        return new DjangoProject(
                folder,
                project,
                List.copyOf(files),
                List.of(),
                left,
                DjangoSettings.read(project, null),
                Optional.empty());
    }

    /// The settings the service uses.
    ///
    /// @throws Unreadable when the folder has no settings module
    public DjangoSettings known() {
        return settings.orElseThrow(() -> new Unreadable(
                "no settings module was found below " + folder, "--django with the folder that holds manage.py"));
    }

    /// The entries of DATABASES that are PostgreSQL's.
    public List<DatabaseSettings> databases() {
        DjangoSettings all = known();
        return all.databases().stream()
                .flatMap(alias -> all.database(alias).stream())
                .filter(entry -> entry.engine()
                        .flatMap(Value::asText)
                        .map(engine -> engine.contains("postg"))
                        .orElse(true))
                .toList();
    }

    /// The file's absolute path and bytes, to be edited.
    public Optional<SourceFile> file(String path) {
        return files.stream().filter(f -> f.path().equals(path)).findFirst();
    }

    public String absolute(String path) {
        return path.startsWith("/") ? path : folder + "/" + path;
    }

    /// Which settings were judged, for the evidence.
    public Evidence evidence() {
        String others = settings.map(DjangoSettings::others).orElse(List.of()).isEmpty()
                ? ""
                : "; not judged: " + String.join(", ", known().others());
        return new Evidence(
                "settings",
                settings.map(s -> s.module() + " (" + s.because() + ")").orElse("none")
                        + others
                        + environment
                                .map(from -> "; environment of " + from)
                                .orElse("; without the service's environment"));
    }
}
