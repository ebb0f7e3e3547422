package org.pgrampart.plan;

import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.pgrampart.check.Input;
import org.pgrampart.model.Finding;

/// Brings a server into the state that one check complains about, and answers what its remedy asks.
///
/// @param mend what puts the server back for the checks that follow
/// @param chosen the findings to remedy; the others need something else first
record Spoiler(Act spoil, Act mend, BiFunction<Finding, Input, String> answers, Predicate<Finding> chosen) {
    /// Something done to a server by its back door.
    @FunctionalInterface
    interface Act {
        Act NONE = _ -> {};

        void on(Ground ground) throws Exception;
    }

    /// The server is bad enough as it is.
    static Spoiler weak() {
        return new Spoiler(
                Act.NONE,
                Act.NONE,
                (finding, input) ->
                        input.question().startsWith("Type ") ? finding.subject().bare() : input.suggestion(),
                _ -> true);
    }

    Spoiler by(Act act) {
        return new Spoiler(act, mend, answers, chosen);
    }

    Spoiler mended(Act act) {
        return new Spoiler(spoil, act, answers, chosen);
    }

    Spoiler answering(String name, String answer) {
        return new Spoiler(
                spoil,
                mend,
                (finding, input) -> input.name().equals(name) ? answer : answers.apply(finding, input),
                chosen);
    }

    Spoiler only(Predicate<Finding> some) {
        return new Spoiler(spoil, mend, answers, some);
    }

    /// By statements in the shop's database, and others afterwards.
    static Spoiler sql(String spoil, String... mend) {
        return weak().by(ground -> {
                    ground.sql("shop", spoil.split(";"));
                    ground.reload();
                })
                .mended(ground -> {
                    ground.sql("shop", mend);
                    ground.reload();
                });
    }

    /// By a rule in front of all others.
    static Spoiler rule(String rule) {
        return weak().by(ground -> ground.firstRule(rule)).mended(Ground::withoutFirstRule);
    }
}
