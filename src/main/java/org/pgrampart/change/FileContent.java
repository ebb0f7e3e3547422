package org.pgrampart.change;

import java.util.ArrayList;
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
/// @param activation the service of the host that has to act on it
public record FileContent(
        String path,
        Optional<Content> before,
        Optional<Content> after,
        Optional<String> owner,
        Optional<String> mode,
        Command.Place place,
        Effect effect,
        Hazard hazard,
        Reversal reversal,
        Optional<Activation> activation,
        String summary)
        implements Change {
    /// Of a file that no service of the host waits for, and that is put back without a trace.
    public FileContent(
            String path,
            Optional<Content> before,
            Optional<Content> after,
            Optional<String> owner,
            Optional<String> mode,
            Command.Place place,
            Effect effect,
            Hazard hazard,
            String summary) {
        this(path, before, after, owner, mode, place, effect, hazard, Reversal.exact(), Optional.empty(), summary);
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        activation.flatMap(a -> a.checking(after)).ifPresent(steps::add);
        steps.add(
                after.<Step>map(content -> new Step.Write(path, content.bytes(), owner.orElse(null), mode.orElse(null)))
                        .orElseGet(() -> new Step.Delete(path)));
        activation.flatMap(Activation::acting).ifPresent(steps::add);
        return List.copyOf(steps);
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
                reversal,
                activation.map(a -> new Activation(a.name(), Optional.empty(), a.act())),
                "Put " + path + " back as it was");
    }

    @Override
    public boolean holds(Answers now) {
        return Content.now(now, Content.reading(path, place), path).equals(after);
    }

    @Override
    public boolean outside() {
        return place == Command.Place.MACHINE;
    }
}
