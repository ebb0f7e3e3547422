package org.pgrampart.change;

import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;

/// An edit of a file that says what it means, so that several edits of one file become one new content.
public sealed interface FileChange extends Change permits HbaEdit, IdentEdit, FileEdit {
    String path();

    /// The content it was made from; empty where there was no such file.
    Optional<Content> base();

    /// What becomes of a content; the same again when nothing is left to do.
    ///
    /// @throws IllegalArgumentException when the content is not one it can be done to
    Content edited(Optional<Content> current);

    /// Several edits of one file, done in their order, as one edit.
    FileChange and(FileChange next);

    Command.Place place();

    /// `user:group` for a new file.
    Optional<String> owner();

    /// Octal, for a new file.
    Optional<String> mode();

    /// The service of the host that has to act on it; empty where PostgreSQL does, or nobody has to.
    default Optional<Activation> activation() {
        return Optional.empty();
    }

    @Override
    default Change ready(Answers now) {
        return on(current(now));
    }

    /// What becomes of this content, as a change that no longer has to be worked out.
    default FileContent on(Optional<Content> current) {
        return new FileContent(
                path(),
                current,
                Optional.of(edited(current)),
                owner(),
                mode(),
                place(),
                effect(),
                hazard(),
                reversal(),
                activation(),
                summary());
    }

    @Override
    default List<Step> steps() {
        return on(base()).steps();
    }

    @Override
    default List<Request> reads() {
        return List.of(Content.reading(path(), place()));
    }

    /// The file as it is now, or empty when there is none.
    default Optional<Content> current(Answers answers) {
        return Content.now(answers, Content.reading(path(), place()), path());
    }

    @Override
    default Change inverse(Answers before) {
        return on(current(before)).inverse(before);
    }

    @Override
    default boolean holds(Answers now) {
        Optional<Content> current = current(now);
        return current.equals(Optional.of(edited(current)));
    }

    @Override
    default Reversal reversal() {
        return Reversal.exact();
    }

    @Override
    default boolean outside() {
        return place() == Command.Place.MACHINE;
    }
}
