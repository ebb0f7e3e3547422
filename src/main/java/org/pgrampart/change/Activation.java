package org.pgrampart.change;

import java.util.List;
import java.util.Optional;

/// What makes a service of the host act on a file: how a candidate is refused before it is put in place, and what is
/// run once it is there and again once the old one is back.
///
/// @param name what people call the service: `sshd`
/// @param check a script for `sh` that reads the candidate from its input and fails when the service would not accept
/// it
/// @param act a script for `sh`; empty when the service looks for itself
public record Activation(String name, Optional<String> check, Optional<String> act) {
    /// Fails unless sshd accepts the candidate in the place of the file; the candidate alone says nothing about the
    /// whole, so the whole is put together beside it.
    public static Activation sshd(String path) {
        return new Activation("sshd", Optional.of(SshDropIn.check(path)), Optional.of(SshDropIn.RELOAD));
    }

    /// A unit of systemd that reads its files again, or starts anew where it cannot.
    ///
    /// @param check see [Activation]
    public static Activation unit(String unit, Optional<String> check) {
        if (!unit.matches("[A-Za-z0-9:_.@\\\\-]+\\.service")) {
            throw new IllegalArgumentException("%s is no service of systemd. Give its whole name.".formatted(unit));
        }
        return new Activation(
                unit,
                check,
                Optional.of(
                        "[ \"$(id -u)\" = 0 ] || exit 0%nsystemctl --quiet is-active '%s' || exit 0%nexec systemctl reload-or-restart '%s'%n"
                                .formatted(unit, unit)
                                .replace("\r", "")));
    }

    /// What refuses a candidate, with the candidate on its input.
    Optional<Step> checking(Optional<Content> candidate) {
        return candidate.flatMap(content -> check.map(script -> shell(script, content.text())));
    }

    Optional<Step> acting() {
        return act.map(script -> shell(script, ""));
    }

    static Step.Run shell(String script, String input) {
        return new Step.Run(List.of("sh", "-euc", script), input);
    }
}
