package org.pgrampart.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pgrampart.format.ConfFile;
import org.pgrampart.format.ConfSetting;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;
import org.pgrampart.reading.Rows;

/// Where a setting can be written when ALTER SYSTEM must not be: it is switched off from 17 on where others manage the
/// files, and it would put a plain file in the place of a symbolic link.
///
/// @param usable whether ALTER SYSTEM does
/// @param main postgresql.conf; empty when not known
/// @param folder what its last include_dir names, with the line it stands on; empty when there is none
/// @param entries where settings stand now, in the order in which they count
public record SettingsPlace(boolean usable, Optional<String> main, Optional<Folder> folder, List<Entry> entries) {
    /// A folder whose `*.conf` files are read.
    public record Folder(String path, int line) {}

    /// One line of a configuration file.
    public record Entry(String name, String file, int line) {}

    /// Our own file among them; the last in the order of names.
    static final String OWN = "zz-pgrampart.conf";

    private static final String AUTO = "/postgresql.auto.conf";

    private static final Query SETTINGS = Query.cluster("""
            SELECT name, setting FROM pg_catalog.pg_settings
             WHERE name IN ('allow_alter_system', 'config_file') ORDER BY name""");

    private static final Query ENTRIES = Query.cluster("""
                    SELECT name, sourcefile, sourceline FROM pg_catalog.pg_file_settings
                     WHERE name IS NOT NULL ORDER BY seqno""").needs(Query.FILE_SETTINGS);

    private static final Command FILES = Command.server("""
            if [ -L "$PGDATA/postgresql.auto.conf" ]; then echo link; else echo plain; fi
            [ -z "$PGCONF" ] || cat -- "$PGCONF"
            exit 0
            """);

    /// What [#of] needs to know.
    public static final List<Request> READS = List.of(SETTINGS, ENTRIES, FILES);

    public SettingsPlace {
        entries = List.copyOf(entries);
    }

    public static SettingsPlace of(Answers answers) {
        boolean off = false;
        Optional<String> main = Optional.empty();
        if (answers.find(SETTINGS) instanceof Answer.Seen<Rows>(Rows rows)) {
            for (Row row : rows) {
                Optional<String> value = row.find("setting");
                if (row.text("name").equals("config_file")) {
                    main = value;
                } else {
                    off = value.equals(Optional.of("off"));
                }
            }
        }
        List<Entry> entries = new ArrayList<>();
        if (answers.find(ENTRIES) instanceof Answer.Seen<Rows>(Rows rows)) {
            rows.forEach(row ->
                    entries.add(new Entry(row.text("name"), row.text("sourcefile"), (int) row.integer("sourceline"))));
        }
        boolean link = false;
        Optional<Folder> folder = Optional.empty();
        if (answers.find(FILES) instanceof Answer.Seen<Output>(Output output)) {
            byte[] bytes = output.bytes();
            int first = 0;
            while (first < bytes.length && bytes[first] != '\n') {
                first++;
            }
            link = new String(bytes, 0, first, StandardCharsets.US_ASCII).equals("link");
            byte[] file = Arrays.copyOfRange(bytes, Math.min(first + 1, bytes.length), bytes.length);
            folder = main.flatMap(path -> folder(path, ConfFile.parse(file)));
        }
        return new SettingsPlace(!off && !link, main, folder, entries);
    }

    private static Optional<Folder> folder(String main, ConfFile file) {
        return file.includes().stream()
                .filter(setting -> setting.name().equalsIgnoreCase("include_dir"))
                .reduce((first, second) -> second)
                .map((ConfSetting setting) -> {
                    String path = setting.value().replaceFirst("/+$", "");
                    String whole = path.startsWith("/") ? path : main.substring(0, main.lastIndexOf('/') + 1) + path;
                    return new Folder(whole, setting.line());
                });
    }

    /// The change as it can be made here: itself, or an edit of the file in which it counts.
    public Change placed(Change change) {
        if (usable || main.isEmpty() || !(change instanceof AlterSystem setting)) {
            return change;
        }
        FileEdit.TextEdit edit = setting.value()
                .<FileEdit.TextEdit>map(value -> new FileEdit.TextEdit.Set(setting.parameter(), value))
                .orElseGet(() -> new FileEdit.TextEdit.Unset(setting.parameter()));
        return new FileEdit(
                file(setting.parameter()),
                Optional.empty(),
                List.of(edit),
                Optional.empty(),
                Optional.of("0644"),
                Command.Place.SERVER,
                setting.effect().compareTo(Effect.RELOAD) < 0 ? Effect.RELOAD : setting.effect(),
                setting.hazard(),
                setting.reversal(),
                Optional.empty());
    }

    // a line that is read after our own file would win, so it is that line which is edited
    private String file(String parameter) {
        Optional<Entry> last = entries.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(parameter))
                .reduce((first, second) -> second);
        Optional<String> own = folder.map(where -> where.path() + "/" + OWN);
        boolean later = last.filter(entry -> entry.file().endsWith(AUTO)
                        || folder.isEmpty()
                        || !entry.file().startsWith(folder.get().path() + "/")
                                && (!entry.file().equals(main.orElseThrow())
                                        || entry.line() > folder.get().line()))
                .isPresent();
        return later ? last.orElseThrow().file() : own.orElseGet(main::orElseThrow);
    }
}
