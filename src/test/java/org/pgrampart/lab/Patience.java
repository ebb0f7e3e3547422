package org.pgrampart.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for a condition instead of for a time.
public final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(40);

    private Patience() {}

    /// Returns as soon as the condition holds; past the limit throws an [AssertionError] with what there is to see.
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> seen) {
        if (!holdsWithin(limit, condition)) {
            throw new AssertionError("still not after %s: %s%n%s".formatted(limit, what, seen.get()));
        }
    }

    static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
