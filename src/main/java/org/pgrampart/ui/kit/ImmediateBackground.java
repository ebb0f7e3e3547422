package org.pgrampart.ui.kit;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Runs everything at once, so that a test of a view model needs no window.
final class ImmediateBackground implements Background {
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();

    @Override
    public <T> void run(String what, Runnable cancel, Callable<T> work, Consumer<T> done, Consumer<Problem> failed) {
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            failed.accept(Problem.of(e));
            return;
        }
        done.accept(result);
    }

    @Override
    public void show(Runnable news) {
        news.run();
    }

    @Override
    public ObservableList<Job> jobs() {
        return jobs;
    }
}
