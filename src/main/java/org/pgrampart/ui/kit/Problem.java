package org.pgrampart.ui.kit;

import java.util.concurrent.CancellationException;
import org.pgrampart.plan.ApplyException;
import org.pgrampart.target.TargetException;

/// Trouble as the window tells it: what happened and what to do, and whether it was merely stopped by the person.
public record Problem(String happened, String remedy, boolean stopped) {
    public static Problem of(Throwable thrown) {
        return switch (thrown) {
            case TargetException e -> new Problem(e.happened(), e.remedy(), false);
            case ApplyException e -> new Problem(e.happened(), e.remedy(), false);
            case InterruptedException _, CancellationException _ ->
                new Problem("You stopped it.", "Start it again whenever you like.", true);
            default ->
                new Problem(
                        "The program met something it was not prepared for (%s)."
                                .formatted(thrown.getClass().getSimpleName()),
                        "Try again; if it comes back, tell us what you did and this sentence.",
                        false);
        };
    }
}
