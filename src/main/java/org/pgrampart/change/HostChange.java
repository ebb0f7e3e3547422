package org.pgrampart.change;

import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;

/// A change of the machine around the database server: files and the commands that make its services act on them.
///
/// Its inverse has the commands in the order in which they undo: those in front of the files are run before the files
/// are back, those behind them afterwards.
public sealed interface HostChange extends Change
        permits FirewallRules, UfwRules, FirewalldRules, ScheduledJob, Sysctl, HostRestored {
    @Override
    default boolean outside() {
        return true;
    }

    @Override
    default Change inverse(Answers before) {
        return HostRestored.of(this, before);
    }

    /// What a file must hold for this change to fit, where it is made from what the file held; empty where whatever is
    /// there is replaced.
    default Optional<Content> madeFor(String path) {
        return Optional.empty();
    }

    /// What takes it back from the state that was read.
    List<Step> undo(Answers before);

    /// What puts a file back as it was read: its bytes, or its absence. Owner and mode only count where it is made
    /// anew.
    static Step put(Answers before, String path, String mode) {
        return Content.now(before, Content.reading(path, Command.Place.MACHINE), path)
                .<Step>map(content -> new Step.Write(path, content.bytes(), "root:root", mode))
                .orElseGet(() -> new Step.Delete(path));
    }

    static Step.Write file(String path, String text, String mode) {
        return new Step.Write(path, Content.of(text).bytes(), "root:root", mode);
    }

    /// Whether a file holds exactly this text.
    static boolean is(Answers now, String path, String text) {
        return Content.now(now, Content.reading(path, Command.Place.MACHINE), path)
                .filter(Content.of(text)::equals)
                .isPresent();
    }

    /// What a command said, without blanks around; empty when it was not run.
    static String said(Answers answers, Command command) {
        return answers.find(command) instanceof Answer.Seen<Output>(Output output)
                ? output.text().strip()
                : "";
    }
}
