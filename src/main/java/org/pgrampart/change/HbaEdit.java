package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaOption;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.HbaType;
import org.pgrampart.reading.Command;

/// Changes rules of a pg_hba.conf and keeps every other byte. A rule is named by its words, so that edits of the same
/// file, made by different checks, can be put together.
///
/// @param file the file it was made from
public record HbaEdit(String path, HbaFile file, List<RuleEdit> edits) implements FileChange {
    public HbaEdit {
        edits = List.copyOf(edits);
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("An edit of " + path + " has to change something. Name a rule.");
        }
    }

    /// Another method, without the options of the old one.
    public static HbaEdit method(String path, HbaFile file, HbaRule rule, String method) {
        return method(path, file, rule, method, List.of());
    }

    public static HbaEdit method(String path, HbaFile file, HbaRule rule, String method, List<HbaOption> options) {
        return one(path, file, new RuleEdit.Method(rule.words(), method, List.copyOf(options)));
    }

    /// `HbaEdit.type(path, file, rule, HbaType.HOSTSSL)`.
    public static HbaEdit type(String path, HbaFile file, HbaRule rule, HbaType type) {
        return one(path, file, new RuleEdit.Type(rule.words(), type));
    }

    /// The networks a rule is for; more than one makes the rule several lines.
    public static HbaEdit addresses(String path, HbaFile file, HbaRule rule, List<String> addresses) {
        return one(path, file, new RuleEdit.Addresses(rule.words(), addresses));
    }

    public static HbaEdit databases(String path, HbaFile file, HbaRule rule, List<HbaToken> databases) {
        return one(path, file, new RuleEdit.Databases(rule.words(), databases));
    }

    public static HbaEdit users(String path, HbaFile file, HbaRule rule, List<HbaToken> users) {
        return one(path, file, new RuleEdit.Users(rule.words(), users));
    }

    public static HbaEdit remove(String path, HbaFile file, HbaRule rule) {
        return one(path, file, new RuleEdit.Remove(rule.words()));
    }

    /// A new rule in front of all others, such as `hostnossl all all all reject`.
    public static HbaEdit first(String path, HbaFile file, String line) {
        return one(path, file, new RuleEdit.First(line));
    }

    /// A new rule in front of this one.
    public static HbaEdit before(String path, HbaFile file, HbaRule rule, String line) {
        return one(path, file, new RuleEdit.Before(rule.words(), line));
    }

    private static HbaEdit one(String path, HbaFile file, RuleEdit edit) {
        return new HbaEdit(path, file, List.of(edit));
    }

    @Override
    public Optional<Content> base() {
        return Optional.of(new Content(file.bytes()));
    }

    @Override
    public Content edited(Optional<Content> current) {
        Content content = current.orElseThrow(
                () -> new IllegalArgumentException("There is no " + path + " any more. Assess the server again."));
        return new Content(RuleEdit.apply(HbaFile.parse(content.bytes(), file.major()), edits)
                .bytes());
    }

    @Override
    public FileChange and(FileChange next) {
        if (!(next instanceof HbaEdit(String otherPath, HbaFile _, List<RuleEdit> more)) || !otherPath.equals(path)) {
            throw new IllegalArgumentException("Only edits of the same file can be put together.");
        }
        List<RuleEdit> all = new ArrayList<>(edits);
        more.stream().filter(edit -> !all.contains(edit)).forEach(all::add);
        return new HbaEdit(path, file, all);
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
        return name + ": " + edits.stream().map(RuleEdit::summary).collect(Collectors.joining("; "));
    }

    @Override
    public Effect effect() {
        return Effect.RELOAD;
    }

    @Override
    public Hazard hazard() {
        return Hazard.MAY_CUT_ACCESS;
    }

    /// Two edits are the same when they do the same to the same file, whatever it looked like when they were made.
    @Override
    public boolean equals(Object other) {
        return other instanceof HbaEdit that && path.equals(that.path) && edits.equals(that.edits);
    }

    @Override
    public int hashCode() {
        return path.hashCode() * 31 + edits.hashCode();
    }
}
