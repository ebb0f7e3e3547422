package org.pgrampart.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.HbaRule;

/// What roles and accounts have to show when a line asks for it: passwords and maps of accounts.
///
/// @param verifiers by role; empty where they could not be read
public record Credentials(Roles roles, Optional<Map<String, Verifier>> verifiers, IdentMaps maps) {
    public Credentials {
        verifiers = verifiers.map(Map::copyOf);
    }

    /// Nothing is known of passwords and maps.
    public static Credentials unknown(Roles roles, int major) {
        return new Credentials(roles, Optional.empty(), IdentMaps.unknown(major));
    }

    public Credentials maps(IdentMaps other) {
        return new Credentials(roles, verifiers, other);
    }

    public Credentials verifiers(Map<String, Verifier> other) {
        return new Credentials(roles, Optional.of(other), maps);
    }

    public Verifier verifier(String role) {
        return verifiers.map(known -> known.getOrDefault(role, Verifier.NONE)).orElse(Verifier.UNKNOWN);
    }

    /// Whether a client gets in by a decision.
    public Admission admit(Client client, Decision decision) {
        return switch (decision.verdict()) {
            case NO_RULE -> Admission.refused("no line matches");
            case REJECTED -> Admission.refused(decision.place() + " rejects it");
            case DEPENDS -> depends(client, decision);
            case ADMITS_BY -> by(client, decision.rule().orElseThrow());
        };
    }

    private Admission depends(Client client, Decision decision) {
        List<Admission> possible = new ArrayList<>();
        decision.possible().forEach(other -> possible.add(admit(client, other)));
        if (!possible.isEmpty() && possible.stream().allMatch(Admission::refused)) {
            return possible.getLast();
        }
        return !possible.isEmpty() && possible.stream().allMatch(Admission::enters)
                ? Admission.free()
                : Admission.unknown(decision.because());
    }

    private Admission by(Client client, FileRule line) {
        String role = client.login().role();
        if (roles.complete() && roles.find(role).filter(Role::login).isEmpty()) {
            return Admission.refused(
                    roles.find(role).isEmpty() ? "there is no role " + role : "the role " + role + " may not log in");
        }
        HbaRule rule = line.rule();
        boolean wantsCertificate =
                rule.method().equals("cert") || rule.option("clientcert").isPresent();
        if (wantsCertificate && client.certificate().filter(shown -> !shown).isPresent()) {
            return Admission.refused(line.shortPlace() + " wants a client certificate, and it shows none");
        }
        return switch (rule.method()) {
            case "trust" -> Admission.free();
            case "password", "md5" -> password(client, line, false);
            case "scram-sha-256" -> password(client, line, true);
            case "peer" -> peer(client, line);
            default ->
                Admission.unknown(
                        "what %s answers at %s is not known from here".formatted(rule.method(), line.shortPlace()));
        };
    }

    private Admission password(Client client, FileRule line, boolean scram) {
        String role = client.login().role();
        return switch (verifier(role)) {
            case NONE ->
                Admission.refused("%s asks for a password, and %s has none".formatted(line.shortPlace(), role));
            case EXPIRED ->
                Admission.refused(
                        "%s asks for a password, and that of %s has expired".formatted(line.shortPlace(), role));
            case MD5 ->
                scram
                        ? Admission.refused("the MD5 verifier of %s does not fit scram-sha-256 at %s"
                                .formatted(role, line.shortPlace()))
                        : Admission.free();
            case SCRAM -> Admission.free();
            case UNKNOWN -> Admission.unknown("how the password of %s is kept could not be read".formatted(role));
        };
    }

    private Admission peer(Client client, FileRule line) {
        String role = client.login().role();
        if (client.systemUser().isEmpty()) {
            return Admission.unknown("%s lets in the account on the host that is called %s or mapped to it"
                    .formatted(line.shortPlace(), role));
        }
        String account = client.systemUser().get();
        String map = line.rule().option("map").orElse("");
        return switch (maps.matches(map, account, role, roles)) {
            case YES -> Admission.free();
            case NO -> Admission.refused("the account %s may not become %s".formatted(account, role));
            case MAYBE -> Admission.unknown("the map %s could not be read".formatted(map));
        };
    }
}
