package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.format.IdentFile;
import org.pgrampart.format.IdentRule;
import org.pgrampart.reading.Command;

/// Changes the maps of a pg_ident.conf, which say which system user may become which role, and keeps every other byte.
///
/// @param file the file it was made from
public record IdentEdit(String path, IdentFile file, List<MapEdit> edits) implements FileChange {
    /// What is done to one line, named by its words.
    ///
    /// @param add whether it is to be there afterwards, or gone
    public record MapEdit(boolean add, String map, String systemUser, String role) {
        private String words() {
            return map + " " + systemUser + " " + role;
        }
    }

    public IdentEdit {
        edits = List.copyOf(edits);
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("An edit of " + path + " has to change something. Name a line.");
        }
    }

    /// Lets a system user become a role through this map; a system user with `/` in front is a regular expression.
    public static IdentEdit add(String path, IdentFile file, String map, String systemUser, String role) {
        return new IdentEdit(path, file, List.of(new MapEdit(true, map, systemUser, role)));
    }

    /// Takes every line of these words away.
    public static IdentEdit remove(String path, IdentFile file, IdentRule rule) {
        MapEdit edit = new MapEdit(
                false, rule.map(), rule.systemUser().text(), rule.role().text());
        return new IdentEdit(path, file, List.of(edit));
    }

    @Override
    public Optional<Content> base() {
        return Optional.of(new Content(file.bytes()));
    }

    @Override
    public Content edited(Optional<Content> current) {
        Content content = current.orElseThrow(
                () -> new IllegalArgumentException("There is no " + path + " any more. Assess the server again."));
        IdentFile now = IdentFile.parse(content.bytes(), file.major());
        for (MapEdit edit : edits) {
            now = edit.add() ? added(now, edit) : removed(now, edit);
        }
        return new Content(now.bytes());
    }

    private IdentFile added(IdentFile now, MapEdit edit) {
        boolean there = now.rules().stream()
                .anyMatch(rule -> is(rule, edit) && rule.role().isPlainName());
        return there ? now : now.append(edit.map(), edit.systemUser(), edit.role());
    }

    private static IdentFile removed(IdentFile now, MapEdit edit) {
        Optional<IdentRule> rule = now.rules().stream().filter(r -> is(r, edit)).findFirst();
        return rule.map(r -> removed(now.remove(r), edit)).orElse(now);
    }

    private static boolean is(IdentRule rule, MapEdit edit) {
        return rule.error().isEmpty()
                && rule.map().equals(edit.map())
                && rule.systemUser().text().equals(edit.systemUser())
                && rule.role().text().equals(edit.role());
    }

    @Override
    public FileChange and(FileChange next) {
        if (!(next instanceof IdentEdit(String otherPath, IdentFile _, List<MapEdit> more))
                || !otherPath.equals(path)) {
            throw new IllegalArgumentException("Only edits of the same file can be put together.");
        }
        List<MapEdit> all = new ArrayList<>(edits);
        more.stream().filter(edit -> !all.contains(edit)).forEach(all::add);
        return new IdentEdit(path, file, all);
    }

    @Override
    public Command.Place place() {
        return Command.Place.SERVER;
    }

    @Override
    public Optional<String> owner() {
        return Optional.empty();
    }

    @Override
    public Optional<String> mode() {
        return Optional.empty();
    }

    @Override
    public String summary() {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name + ": "
                + edits.stream()
                        .map(edit -> (edit.add() ? "add `" : "remove `") + edit.words() + "`")
                        .collect(Collectors.joining("; "));
    }

    @Override
    public Effect effect() {
        return Effect.RELOAD;
    }

    /// Whoever came in through a line that goes away no longer does.
    @Override
    public Hazard hazard() {
        return edits.stream().allMatch(MapEdit::add) ? Hazard.NONE : Hazard.MAY_CUT_ACCESS;
    }

    /// Two edits are the same when they do the same to the same file, whatever it looked like when they were made.
    @Override
    public boolean equals(Object other) {
        return other instanceof IdentEdit that && path.equals(that.path) && edits.equals(that.edits);
    }

    @Override
    public int hashCode() {
        return path.hashCode() * 31 + edits.hashCode();
    }
}
