package org.pgrampart.ui.review;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pgrampart.assess.Result;
import org.pgrampart.change.Change;
import org.pgrampart.check.Input;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.model.Waiver;
import org.pgrampart.ui.kit.Badges;

/// One line of the list: a finding of a broken control, or a whole control that is not broken.
record Row(Result result, Optional<Finding> finding) {
    Control control() {
        return result.control();
    }

    Status status() {
        return waiver().isPresent()
                ? Status.WAIVED
                : finding.map(Finding::level).orElseGet(() -> result.outcome().status());
    }

    Optional<Waiver> waiver() {
        return finding.flatMap(f -> Optional.ofNullable(result.waived().get(f)));
    }

    /// Whether somebody has to look at it.
    boolean open() {
        return finding.isPresent() && waiver().isEmpty();
    }

    /// What was seen, in one line.
    String seen() {
        return finding.map(f -> f.subject().name() + ": " + f.seen())
                .orElseGet(() -> result.outcome().reason());
    }

    /// The right that is missing; empty unless it could not be checked.
    String missing() {
        return result.outcome() instanceof Outcome.Unknown(var _, String missing, var _) ? missing : "";
    }

    /// The changes that would clear it without asking anything.
    List<Change> changes() {
        return finding.map(f -> result.remedies().getOrDefault(f, List.of())).orElse(List.of());
    }

    /// What the owner has to say first.
    List<Input> asks() {
        return finding.map(f -> result.asks().getOrDefault(f, List.of())).orElse(List.of());
    }

    boolean matches(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || (control().number() + " " + control().title() + " " + seen() + " "
                                + control().severity().key() + " "
                                + String.join(" ", control().references()))
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted);
    }

    /// One short sentence for screen readers.
    String spoken(boolean planned) {
        String level = open() ? Badges.word(control().severity()) : status().word();
        return level + ", " + control().title() + ", " + seen() + (planned ? ", planned" : "");
    }
}
