package org.pgrampart.ui.kit;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.collections.ObservableList;

/// Runs work off the window's thread and hands the result back on it.
public interface Background {
    /// Work under way, as the status bar shows it.
    record Job(String what, Runnable cancel) {}

    /// @param what in a few words, for the status bar
    /// @param cancel makes the work end early
    <T> void run(String what, Runnable cancel, Callable<T> work, Consumer<T> done, Consumer<Problem> failed);

    /// Runs on the window's thread soon, for news from the working thread.
    void show(Runnable news);

    /// What is under way; changes on the window's thread.
    ObservableList<Job> jobs();

    /// One virtual thread for the target, because a connection serves one thread at a time.
    static FxBackground window() {
        return new FxBackground();
    }

    /// For tests: everything at once on the calling thread.
    static Background immediate() {
        return new ImmediateBackground();
    }
}
