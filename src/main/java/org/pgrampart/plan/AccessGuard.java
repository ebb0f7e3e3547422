package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.AccessSimulator;
import org.pgrampart.access.Client;
import org.pgrampart.access.Credentials;
import org.pgrampart.access.IdentMaps;
import org.pgrampart.access.Impact;
import org.pgrampart.access.Role;
import org.pgrampart.access.Roles;
import org.pgrampart.access.RuleSet;
import org.pgrampart.access.Verifier;
import org.pgrampart.change.AlterRole;
import org.pgrampart.change.AlterRole.Attribute;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.FileChange;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.GrantRole;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.change.Membership;
import org.pgrampart.change.RevokeRole;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.IdentFile;
import org.pgrampart.model.Secret;
import org.pgrampart.probe.RuleFiles;
import org.pgrampart.probe.WhoLogsIn;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Server;
import org.pgrampart.reading.Unreadable;

/// Refuses what would cut a lifeline: this very login, the last superuser, every superuser's way in by the socket,
/// replication, the cluster's manager, monitoring. Works out what the rest means for everybody else who logs in.
final class AccessGuard {
    private final Server server;
    private final Optional<AccessPicture> before;
    private final List<Client> rescue;
    private @Nullable RuleFiles files;
    private @Nullable AccessPicture now;
    private final Set<String> superusers = new LinkedHashSet<>();
    private boolean rules;

    /// @param superusers who may log in
    AccessGuard(Server server, Optional<WhoLogsIn> seen, Optional<RuleFiles> files, List<String> superusers) {
        this.server = server;
        this.files = files.orElse(null);
        // from the files where they are known whole, so that before and after are read alike
        before = seen.map(WhoLogsIn::picture)
                .map(picture -> files.map(RuleFiles::rules)
                        .filter(RuleSet::loads)
                        .map(picture::with)
                        .orElse(picture));
        now = before.orElse(null);
        rescue = seen.map(WhoLogsIn::rescue).orElse(List.of());
        this.superusers.addAll(superusers);
    }

    /// @param changes what is planned: only where it concerns logins are they looked at
    static AccessGuard of(Server server, Answers answers, Set<Change> changes) {
        if (!concerns(server, changes)) {
            return new AccessGuard(server, Optional.empty(), Optional.empty(), List.of());
        }
        Optional<WhoLogsIn> seen = seen(answers);
        return new AccessGuard(server, seen, seen.flatMap(_ -> RuleFiles.of(answers)), superusers(answers));
    }

    private static List<String> superusers(Answers answers) {
        try {
            return org.pgrampart.probe.Roles.PROBE.read().apply(answers).superusers().stream()
                    .filter(org.pgrampart.probe.Role::login)
                    .map(org.pgrampart.probe.Role::name)
                    .toList();
        } catch (Unreadable | NotHere e) {
            return List.of();
        }
    }

    private static Optional<WhoLogsIn> seen(Answers answers) {
        try {
            return Optional.of(WhoLogsIn.PROBE.read().apply(answers));
        } catch (Unreadable | NotHere e) {
            return Optional.empty();
        }
    }

    /// What has to be read to judge these changes; nothing when none concerns logins.
    static List<Request> reads(Server server, Set<Change> changes) {
        return concerns(server, changes) ? WhoLogsIn.PROBE.requests() : List.of();
    }

    /// Whether one of the changes decides who can log in.
    static boolean concerns(Server server, Set<Change> changes) {
        return changes.stream().anyMatch(change -> switch (change) {
            case AlterRole _, SetVerifier _, GrantRole _, RevokeRole _, HbaEdit _ -> true;
            case FileChange file -> isRules(server, file.path()) || isMaps(server, file.path());
            default -> false;
        });
    }

    private static boolean isRules(Server server, String path) {
        return path.equals(server.paths().get("PGHBA")) || path.endsWith("/pg_hba.conf");
    }

    private static boolean isMaps(Server server, String path) {
        return path.equals(server.paths().get("PGIDENT"));
    }

    /// Why a change is refused, in sentences; empty when it is not. Remembers what earlier changes of the plan do.
    Optional<String> refuses(Change change, Change ready) {
        AccessPicture picture = now;
        Optional<String> own = ownRole(change).or(() -> OwnWayIn.refuses(server, change));
        if (own.isPresent() || picture == null) {
            return own;
        }
        return switch (change) {
            case AlterRole role -> judged(altered(picture, role));
            case SetVerifier(String role, Optional<Secret> verifier) ->
                judged(verified(picture, role, verifier.isPresent() ? Verifier.SCRAM : Verifier.NONE));
            case GrantRole grant -> judged(member(picture, grant.membership(), true));
            case RevokeRole revoke -> judged(member(picture, revoke.membership(), false));
            default -> ready instanceof FileContent content ? file(picture, content) : Optional.empty();
        };
    }

    /// What the accepted changes mean for everybody who logs in; empty when that is nothing.
    Optional<PlannedAccess> planned() {
        AccessPicture picture = now;
        if (before.isEmpty() || picture == null) {
            return Optional.empty();
        }
        Impact impact = before.get().impact(picture);
        boolean felt = !impact.having(Impact.Kind.REFUSED).isEmpty()
                || !impact.having(Impact.Kind.UNSURE).isEmpty()
                || !impact.having(Impact.Kind.OTHER_METHOD).isEmpty();
        return rules || felt ? Optional.of(new PlannedAccess(before.get(), picture, impact)) : Optional.empty();
    }

    // what needs no rules to be judged
    private Optional<String> ownRole(Change change) {
        if (change instanceof SetVerifier(String role, Optional<Secret> verifier)) {
            return role.equals(server.role()) && verifier.isEmpty()
                    ? Optional.of("This session logs in with that password.")
                    : Optional.empty();
        }
        if (!(change instanceof AlterRole role)
                || !(takes(role, Attribute.LOGIN) || takes(role, Attribute.SUPERUSER))) {
            return Optional.empty();
        }
        if (role.role().equals(server.role())) {
            return Optional.of("This session is logged in as " + role.role()
                    + "; connect as another superuser to change this role.");
        }
        if (takes(role, Attribute.SUPERUSER) && rescuers().equals(Set.of(role.role()))) {
            return Optional.of("It is the superuser at the local socket, which is the way to undo things.");
        }
        if (superusers.equals(Set.of(role.role()))) {
            return Optional.of("It is the last superuser who can log in.");
        }
        superusers.remove(role.role());
        return Optional.empty();
    }

    /// The superusers who get in by the local socket, as far as that is known.
    private Set<String> rescuers() {
        AccessPicture picture = now;
        if (picture == null) {
            return Set.of();
        }
        Roles roles = picture.simulator().roles();
        return rescue.stream()
                .filter(way -> !picture.admit(way).refused())
                .map(way -> way.login().role())
                .filter(name ->
                        roles.all().stream().anyMatch(role -> role.name().equals(name) && role.superuser()))
                .collect(Collectors.toSet());
    }

    private static boolean takes(AlterRole role, Attribute attribute) {
        return Boolean.FALSE.equals(role.attributes().get(attribute));
    }

    private Optional<String> file(AccessPicture picture, FileContent content) {
        byte[] bytes = content.after().map(Content::bytes).orElseGet(() -> new byte[0]);
        if (isMaps(server, content.path())) {
            IdentFile file = IdentFile.parse(bytes, server.major());
            if (!file.errors().isEmpty()) {
                return Optional.of("Line %d of the new file would have an error: %s."
                        .formatted(
                                file.errors().getFirst().line(),
                                file.errors().getFirst().error()));
            }
            IdentMaps maps = file.includes().isEmpty()
                    ? IdentMaps.of(file.rules(), server.major())
                    : IdentMaps.unknown(server.major());
            return judged(picture.with(picture.credentials().maps(maps)));
        }
        RuleFiles known = files;
        if (known == null || !known.files().containsKey(content.path())) {
            return Optional.empty();
        }
        RuleFiles changed = known.with(content.path(), bytes);
        RuleSet after = changed.rules();
        if (!after.loads()) {
            // where they did not load before either, other lines have to be mended first or along with these
            return known.rules().loads()
                    ? Optional.of("The server could not load the new rules. "
                            + after.problems().getFirst())
                    : Optional.empty();
        }
        Optional<String> refusal = judged(picture.with(after));
        if (refusal.isEmpty()) {
            files = changed;
            rules = true;
        }
        return refusal;
    }

    /// Takes over how things would be then, unless a lifeline is cut.
    private Optional<String> judged(AccessPicture then) {
        AccessPicture first = before.orElseThrow();
        List<Impact.Row> cut = first.impact(then).cut();
        if (!cut.isEmpty()) {
            Impact.Row row = cut.getFirst();
            return Optional.of("It would shut out %s (%s: %s)."
                    .formatted(row.client().lifeline(), row.client().login().words(), row.because()));
        }
        Impact ways = Impact.of(
                first.simulator(), first.credentials(), then.simulator(), then.credentials(), rescue, List.of());
        boolean could = ways.rows().stream()
                .anyMatch(row -> row.kind() != Impact.Kind.STAYS_OUT && row.kind() != Impact.Kind.GAINS);
        boolean can = ways.rows().stream()
                .anyMatch(row -> row.kind() != Impact.Kind.STAYS_OUT && row.kind() != Impact.Kind.REFUSED);
        if (could && !can) {
            return Optional.of(
                    "No superuser could log in by the local socket any more, which is the way to undo things.");
        }
        now = then;
        return Optional.empty();
    }

    private static AccessPicture altered(AccessPicture picture, AlterRole change) {
        List<Role> roles = picture.simulator().roles().all().stream()
                .map(role -> role.name().equals(change.role())
                        ? new Role(
                                role.name(),
                                change.attributes().getOrDefault(Attribute.SUPERUSER, role.superuser()),
                                change.attributes().getOrDefault(Attribute.LOGIN, role.login()),
                                role.memberOf())
                        : role)
                .toList();
        return with(picture, roles);
    }

    private static AccessPicture member(AccessPicture picture, Membership membership, boolean becomes) {
        List<Role> roles = picture.simulator().roles().all().stream()
                .map(role -> {
                    if (!role.name().equals(membership.member())) {
                        return role;
                    }
                    List<String> groups = new ArrayList<>(role.memberOf());
                    groups.remove(membership.role()); // other grants of the same membership are not told apart
                    if (becomes) {
                        groups.add(membership.role());
                    }
                    return new Role(role.name(), role.superuser(), role.login(), groups);
                })
                .toList();
        return with(picture, roles);
    }

    private static AccessPicture with(AccessPicture picture, List<Role> changed) {
        Roles roles = new Roles(changed);
        AccessSimulator old = picture.simulator();
        Credentials had = picture.credentials();
        return new AccessPicture(
                new AccessSimulator(old.rules(), roles, old.interfaces()),
                new Credentials(roles, had.verifiers(), had.maps()),
                picture.databases(),
                picture.tls(),
                picture.clients(),
                picture.gaps());
    }

    private static AccessPicture verified(AccessPicture picture, String role, Verifier verifier) {
        Optional<Map<String, Verifier>> known = picture.credentials().verifiers();
        if (known.isEmpty()) {
            return picture;
        }
        Map<String, Verifier> verifiers = new HashMap<>(known.get());
        verifiers.put(role, verifier);
        return picture.with(picture.credentials().verifiers(verifiers));
    }
}
