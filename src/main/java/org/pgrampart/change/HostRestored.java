package org.pgrampart.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;

/// Puts what a change of the host touched back as it was read.
///
/// @param of the change it takes back
/// @param was what each of its readings said
public record HostRestored(HostChange of, List<Step> steps, Map<Request, Content> was) implements HostChange {
    public HostRestored {
        steps = List.copyOf(steps);
        was = Map.copyOf(was);
    }

    static HostRestored of(HostChange change, Answers before) {
        return new HostRestored(change, change.undo(before), seen(change.reads(), before));
    }

    private static Map<Request, Content> seen(List<Request> reads, Answers answers) {
        Map<Request, Content> seen = new LinkedHashMap<>();
        for (Request read : reads) {
            if (read instanceof Command command
                    && answers.find(command) instanceof Answer.Seen<Output>(Output output)) {
                seen.put(read, new Content(output.bytes()));
            }
        }
        return seen;
    }

    @Override
    public String summary() {
        return "Take back: " + of.summary();
    }

    @Override
    public List<Request> reads() {
        return of.reads();
    }

    @Override
    public Change inverse(Answers before) {
        return of;
    }

    @Override
    public List<Step> undo(Answers before) {
        return of.steps();
    }

    @Override
    public boolean holds(Answers now) {
        return seen(of.reads(), now).equals(was);
    }

    @Override
    public Effect effect() {
        return of.effect();
    }

    @Override
    public Hazard hazard() {
        return of.hazard();
    }

    @Override
    public Reversal reversal() {
        return of.reversal();
    }
}
