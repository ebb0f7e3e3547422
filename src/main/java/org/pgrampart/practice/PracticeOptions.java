package org.pgrampart.practice;

import java.nio.file.Path;
import java.util.Optional;

/// What kind of practice server is wanted: how safe, which major (newest when empty), and where its folder is made
/// (the program's cache folder when empty).
public record PracticeOptions(Strength strength, Optional<Integer> major, Optional<Path> parent) {
    /// How the practice server is set up at first.
    public enum Strength {
        /// Open in every area, for practising on.
        WEAK,
        /// As it should be, for comparing with.
        HARD
    }

    public static PracticeOptions weak() {
        return new PracticeOptions(Strength.WEAK, Optional.empty(), Optional.empty());
    }

    public static PracticeOptions hard() {
        return new PracticeOptions(Strength.HARD, Optional.empty(), Optional.empty());
    }

    public PracticeOptions withMajor(int wanted) {
        return new PracticeOptions(strength, Optional.of(wanted), parent);
    }

    /// The practice folder is made inside of this one.
    public PracticeOptions in(Path folder) {
        return new PracticeOptions(strength, major, Optional.of(folder));
    }
}
