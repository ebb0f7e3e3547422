package org.pgrampart.change;

import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;

/// Gives a file this content, or removes it; nothing is worked out any more.
///
/// @param before the content it is made for: with another one nothing is written
/// @param after empty removes the file
/// @param owner `user:group` for a new file
/// @param mode octal, for a new file
public record FileContent(
        String path,
        Optional<Content> before,
        Optional<Content> after,
        Optional<String> owner,
        Optional<String> mode,
        Command.Place place,
        Effect effect,
        Hazard hazard,
        String summary)
        implements Change {
    @Override
    public List<Step> steps() {
        return List.of(
                after.<Step>map(content -> new Step.Write(path, content.bytes(), owner.orElse(null), mode.orElse(null)))
                        .orElseGet(() -> new Step.Delete(path)));
    }

    @Override
    public List<Request> reads() {
        return List.of(Content.reading(path, place));
    }

    @Override
    public Change inverse(Answers now) {
        return new FileContent(
                path,
                after,
                Content.now(now, Content.reading(path, place), path),
                owner,
                mode,
                place,
                effect,
                hazard,
                "Put " + path + " back as it was");
    }

    @Override
    public boolean holds(Answers now) {
        return Content.now(now, Content.reading(path, place), path).equals(after);
    }

    @Override
    public Reversal reversal() {
        return Reversal.exact();
    }

    @Override
    public boolean outside() {
        return place == Command.Place.MACHINE;
    }
}
