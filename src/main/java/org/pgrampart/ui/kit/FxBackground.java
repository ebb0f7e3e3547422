package org.pgrampart.ui.kit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The window's background: the only place that hands work to the window's thread.
public final class FxBackground implements Background, AutoCloseable {
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("target-", 0).factory());
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();

    FxBackground() {}

    @Override
    public <T> void run(String what, Runnable cancel, Callable<T> work, Consumer<T> done, Consumer<Problem> failed) {
        Job job = new Job(what, cancel);
        jobs.add(job);
        worker.execute(() -> {
            try {
                T result = work.call();
                Platform.runLater(() -> {
                    jobs.remove(job);
                    done.accept(result);
                });
            } catch (Exception | StackOverflowError | LinkageError e) {
                Platform.runLater(() -> {
                    jobs.remove(job);
                    failed.accept(Problem.of(e));
                });
            }
        });
    }

    @Override
    public void show(Runnable news) {
        Platform.runLater(news);
    }

    @Override
    public ObservableList<Job> jobs() {
        return jobs;
    }

    /// Lets what is under way end, disconnecting above all, but not for ever.
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(20, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
