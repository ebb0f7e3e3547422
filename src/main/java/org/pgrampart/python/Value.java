package org.pgrampart.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a setting is, as far as it can be known without running the project.
public sealed interface Value {
    /// Where it was set.
    Place place();

    /// A string.
    record Text(String text, Place place) implements Value {}

    /// A number.
    record Number(double number, Place place) implements Value {}

    /// `True` or `False`.
    record Flag(boolean on, Place place) implements Value {}

    /// `None`.
    record None(Place place) implements Value {}

    /// A list, tuple or set.
    record Items(List<Value> items, Place place) implements Value {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// A dictionary; what is known of its rest, if anything, stands under `**`.
    record Dictionary(Map<String, Value> entries, Place place) implements Value {}

    /// Decided by an environment variable.
    ///
    /// @param preset what holds without the variable
    /// @param resolved what holds in the environment that was given; empty when none was
    record Environment(String name, Optional<Value> preset, Optional<Value> resolved, Place place) implements Value {}

    /// A secret, of which only the shape is kept.
    record Secret(SecretShape shape, Place place) implements Value {}

    /// One of several, by a condition that cannot be decided here.
    record OneOf(List<Value> candidates, Place place) implements Value {
        public OneOf {
            candidates = List.copyOf(candidates);
        }
    }

    /// Not known.
    record Unknown(String because, Place place) implements Value {}

    /// The value itself, behind an environment that resolves it.
    default Value effective() {
        return this instanceof Environment environment && environment.resolved().isPresent()
                ? environment.resolved().get().effective()
                : this;
    }

    /// The string it is for certain.
    default Optional<String> asText() {
        return effective() instanceof Text text ? Optional.of(text.text()) : Optional.empty();
    }

    /// The number it is for certain; a string of digits counts.
    default Optional<Double> asNumber() {
        return switch (effective()) {
            case Number number -> Optional.of(number.number());
            case Text text
            when text.text().strip().matches("-?\\d{1,15}(\\.\\d{1,9})?") ->
                Optional.of(Double.valueOf(text.text().strip()));
            default -> Optional.empty();
        };
    }

    /// Whether Python takes it for true, when that is certain.
    default Optional<Boolean> truth() {
        return switch (effective()) {
            case Flag flag -> Optional.of(flag.on());
            case Text text -> Optional.of(!text.text().isEmpty());
            case Number number -> Optional.of(number.number() != 0);
            case None none -> Optional.of(false);
            case Items items -> Optional.of(!items.items().isEmpty());
            case Dictionary dictionary -> Optional.of(!dictionary.entries().isEmpty());
            case Secret secret -> Optional.of(secret.shape().length() > 0);
            case Environment environment -> Optional.empty();
            case Unknown unknown -> Optional.empty();
            case OneOf oneOf -> {
                List<Optional<Boolean>> all =
                        oneOf.candidates().stream().map(Value::truth).distinct().toList();
                yield all.size() == 1 ? all.getFirst() : Optional.empty();
            }
        };
    }

    /// The strings of a list, when the value is a list; items that are not known are left out.
    default Optional<List<String>> asTexts() {
        return effective() instanceof Items items
                ? Optional.of(items.items().stream()
                        .flatMap(item -> item.asText().stream())
                        .toList())
                : Optional.empty();
    }

    /// Everything it may be: the candidates, and both sides of an environment variable.
    default List<Value> possible() {
        return switch (this) {
            case OneOf oneOf ->
                oneOf.candidates().stream().flatMap(c -> c.possible().stream()).toList();
            case Environment environment
            when environment.resolved().isPresent() ->
                environment.resolved().get().possible();
            case Environment environment
            when environment.preset().isPresent() -> {
                List<Value> all = new ArrayList<>(environment.preset().get().possible());
                all.add(new Unknown("It is what the variable " + environment.name() + " says.", place()));
                yield all;
            }
            default -> List.of(this);
        };
    }

    /// Applies a change to what is known, on every side of a choice.
    default Value lift(UnaryOperator<Value> change) {
        return switch (this) {
            case Environment environment ->
                new Environment(
                        environment.name(),
                        environment.preset().map(value -> value.lift(change)),
                        environment.resolved().map(value -> value.lift(change)),
                        place());
            case OneOf oneOf ->
                new OneOf(
                        oneOf.candidates().stream()
                                .map(value -> value.lift(change))
                                .toList(),
                        place());
            case Unknown unknown -> unknown;
            default -> change.apply(this);
        };
    }
}
