package org.pgrampart.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.format.ConfFile;
import org.pgrampart.python.Assignment;
import org.pgrampart.reading.Command;

/// Changes places of a text file and keeps every other byte, or makes a new file.
///
/// @param base the content it was made from; empty where there was no such file
/// @param owner `user:group` for a new file
/// @param mode octal, for a new file
/// @param reversal how completely its consequences can be undone; the file itself always can
/// @param activation the service of the host that has to act on it
/// @param place whether the file belongs to the database server or Django project, or to the machine around
public record FileEdit(
        String path,
        Optional<Content> base,
        List<TextEdit> edits,
        Optional<String> owner,
        Optional<String> mode,
        Command.Place place,
        Effect effect,
        Hazard hazard,
        Reversal reversal,
        Optional<Activation> activation)
        implements FileChange {
    /// What is done to the text.
    public sealed interface TextEdit {
        String summary();

        /// Sets a parameter in a file of the form of postgresql.conf.
        record Set(String name, String value) implements TextEdit {
            @Override
            public String summary() {
                return name + " = " + value;
            }
        }

        /// Takes a parameter out of such a file.
        record Unset(String name) implements TextEdit {
            @Override
            public String summary() {
                return name + " goes away";
            }
        }

        /// Puts lines at the end.
        record Append(String lines) implements TextEdit {
            @Override
            public String summary() {
                return "add `" + lines.strip().lines().findFirst().orElse("") + "`";
            }
        }

        /// Puts lines in front of everything else.
        record Prepend(String lines) implements TextEdit {
            @Override
            public String summary() {
                return "put `"
                        + lines.strip()
                                .lines()
                                .filter(l -> !l.startsWith("#"))
                                .findFirst()
                                .orElse("") + "` in front";
            }
        }

        /// Gives one name of a Python module another value, and changes nothing else.
        record Assign(String name, String python) implements TextEdit {
            @Override
            public String summary() {
                return name + " = " + python;
            }
        }

        /// The whole content.
        record Whole(Content content) implements TextEdit {
            @Override
            public String summary() {
                return "new content";
            }
        }
    }

    public FileEdit {
        edits = List.copyOf(edits);
    }

    /// Sets a parameter in a postgresql.conf or a part of one.
    public static FileEdit set(String path, byte[] file, String name, String value, Effect effect) {
        return new FileEdit(
                path,
                Optional.of(new Content(file)),
                List.of(new TextEdit.Set(name, value)),
                Optional.empty(),
                Optional.empty(),
                Command.Place.SERVER,
                effect,
                LockOut.of(name, Optional.of(value)),
                Reversal.exact(),
                Optional.empty());
    }

    /// Puts lines at the end of a file.
    public static FileEdit append(String path, byte[] file, String lines, Effect effect) {
        return new FileEdit(
                path,
                Optional.of(new Content(file)),
                List.of(new TextEdit.Append(lines)),
                Optional.empty(),
                Optional.empty(),
                Command.Place.SERVER,
                effect,
                Hazard.NONE,
                Reversal.exact(),
                Optional.empty());
    }

    /// Gives a name of a Python module another value, see [Assignment#set].
    public static FileEdit assign(String path, byte[] file, String name, String python) {
        return new FileEdit(
                path,
                Optional.of(new Content(file)),
                List.of(new TextEdit.Assign(name, python)),
                Optional.empty(),
                Optional.empty(),
                Command.Place.SERVER,
                Effect.AT_ONCE,
                Hazard.NONE,
                Reversal.exact(),
                Optional.empty());
    }

    /// A new file; owner as `user:group`, mode in octal.
    public static FileEdit create(String path, String text, String owner, String mode, Effect effect) {
        return create(path, text, Optional.of(owner), mode, effect);
    }

    /// A new file; without an owner it gets its folder's.
    public static FileEdit create(String path, String text, Optional<String> owner, String mode, Effect effect) {
        return new FileEdit(
                path,
                Optional.empty(),
                List.of(new TextEdit.Whole(Content.of(text))),
                owner,
                Optional.of(mode),
                Command.Place.SERVER,
                effect,
                Hazard.NONE,
                Reversal.exact(),
                Optional.empty());
    }

    /// The same for a file of the machine around the server, such as one of sshd.
    public FileEdit ofMachine() {
        return new FileEdit(
                path, base, edits, owner, mode, Command.Place.MACHINE, effect, hazard, reversal, activation);
    }

    /// The same under the timer that undoes it.
    public FileEdit mayCutAccess() {
        return new FileEdit(path, base, edits, owner, mode, place, effect, Hazard.MAY_CUT_ACCESS, reversal, activation);
    }

    /// The same with a service that acts on it.
    public FileEdit then(Activation service) {
        return new FileEdit(path, base, edits, owner, mode, place, effect, hazard, reversal, Optional.of(service));
    }

    /// The same with consequences that cannot be undone.
    public FileEdit undoing(Reversal how) {
        return new FileEdit(path, base, edits, owner, mode, place, effect, hazard, how, activation);
    }

    @Override
    public Content edited(Optional<Content> current) {
        byte[] bytes = current.map(Content::bytes).orElseGet(() -> new byte[0]);
        for (TextEdit edit : edits) {
            bytes = switch (edit) {
                case TextEdit.Set(String name, String value) -> {
                    ConfFile file = ConfFile.parse(bytes);
                    boolean there =
                            file.find(name).filter(s -> s.value().equals(value)).isPresent();
                    yield there ? bytes : file.set(name, value).bytes();
                }
                case TextEdit.Unset(String name) ->
                    ConfFile.parse(bytes).remove(name).bytes();
                case TextEdit.Append(String lines) -> appended(bytes, lines);
                case TextEdit.Assign(String name, String python) -> Assignment.set(bytes, name, python);
                case TextEdit.Prepend(String lines) -> prepended(bytes, lines);
                case TextEdit.Whole(Content content) -> content.bytes();
            };
        }
        return new Content(bytes);
    }

    private static byte[] appended(byte[] bytes, String lines) {
        String all = latin(bytes);
        String more = latin((lines.endsWith("\n") ? lines : lines + "\n").getBytes(StandardCharsets.UTF_8));
        if (all.endsWith(more)) {
            return bytes;
        }
        String ending = all.isEmpty() || all.endsWith("\n") ? "" : "\n";
        return (all + ending + more).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] prepended(byte[] bytes, String lines) {
        String all = latin(bytes);
        String more = latin((lines.endsWith("\n") ? lines : lines + "\n").getBytes(StandardCharsets.UTF_8));
        return all.startsWith(more) ? bytes : (more + all).getBytes(StandardCharsets.ISO_8859_1);
    }

    // one character per byte, so that what is no UTF-8 stays as it is
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public FileChange and(FileChange next) {
        if (!(next instanceof FileEdit more) || !more.path.equals(path)) {
            throw new IllegalArgumentException("Only edits of the same file can be put together.");
        }
        List<TextEdit> all = new ArrayList<>(edits);
        more.edits.stream().filter(edit -> !all.contains(edit)).forEach(all::add);
        return new FileEdit(
                path,
                base,
                all,
                owner.or(more::owner),
                mode.or(more::mode),
                place == Command.Place.MACHINE ? place : more.place,
                effect.compareTo(more.effect) >= 0 ? effect : more.effect,
                hazard.compareTo(more.hazard) >= 0 ? hazard : more.hazard,
                Reversal.weaker(reversal, more.reversal),
                activation.or(more::activation));
    }

    @Override
    public String summary() {
        return path + ": " + edits.stream().map(TextEdit::summary).collect(Collectors.joining("; "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileEdit that && path.equals(that.path) && edits.equals(that.edits);
    }

    @Override
    public int hashCode() {
        return path.hashCode() * 31 + edits.hashCode();
    }
}
