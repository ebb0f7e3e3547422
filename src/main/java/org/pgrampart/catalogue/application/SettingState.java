package org.pgrampart.catalogue.application;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pgrampart.model.Control;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Subject;
import org.pgrampart.python.Value;
import org.pgrampart.reading.Unreadable;

/// How far a setting of the project is known to be as it should.
enum SettingState {
    GOOD,
    /// Good or bad by a condition that cannot be decided from the source.
    MAY_BE_BAD,
    BAD,
    /// Bad unless an environment variable says otherwise, and it was not seen to.
    FAILS_OPEN,
    UNKNOWN;

    /// Of a setting that is on or off.
    ///
    /// @param value empty when the project does not set it
    static SettingState of(Optional<Value> value, boolean byDefault, boolean wanted) {
        return value.map(v -> of(v, each -> each.truth().map(on -> on == wanted)))
                .orElse(byDefault == wanted ? GOOD : BAD);
    }

    /// Of any setting: `good` is empty for a value that cannot be judged.
    static SettingState of(Value value, Function<Value, Optional<Boolean>> good) {
        return switch (value) {
            case Value.Environment environment -> {
                if (environment.resolved().isPresent()) {
                    yield of(environment.resolved().get(), good);
                }
                boolean open = environment
                        .preset()
                        .filter(preset -> of(preset, good) == BAD)
                        .isPresent();
                yield open ? FAILS_OPEN : UNKNOWN;
            }
            case Value.OneOf oneOf -> {
                Set<SettingState> states = oneOf.candidates().stream()
                        .map(candidate -> of(candidate, good))
                        .collect(Collectors.toSet());
                yield states.size() == 1
                        ? states.iterator().next()
                        : states.contains(BAD) || states.contains(FAILS_OPEN) ? MAY_BE_BAD : UNKNOWN;
            }
            case Value.Unknown _ -> UNKNOWN;
            default -> good.apply(value).map(is -> is ? GOOD : BAD).orElse(UNKNOWN);
        };
    }

    boolean isFinding() {
        return this == BAD || this == FAILS_OPEN || this == MAY_BE_BAD;
    }

    /// The finding: a state that only may be bad warns.
    Finding finding(Control control, Subject subject, String seen, String wanted) {
        return switch (this) {
            case FAILS_OPEN -> Finding.fail(control, subject, seen + " unless the environment says otherwise", wanted);
            case MAY_BE_BAD ->
                Finding.warn(control, subject, seen + " under a condition that the source leaves open", wanted);
            default -> Finding.fail(control, subject, seen, wanted);
        };
    }

    /// What is missing when a setting cannot be known.
    static Unreadable unknown(String name) {
        return new Unreadable(
                "what " + name + " is cannot be told from the source",
                "the environment of the running service: root on the host, or the service's user");
    }
}
