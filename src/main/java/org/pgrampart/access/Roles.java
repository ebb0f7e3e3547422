package org.pgrampart.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The roles of a server and who is a member of whom.
public final class Roles {
    private final Map<String, Role> byName = new LinkedHashMap<>();
    private final Map<String, List<String>> members = new HashMap<>();
    private final Map<String, Set<String>> closures = new ConcurrentHashMap<>();
    private final boolean complete;

    /// All roles of a server.
    public Roles(List<Role> roles) {
        this(roles, true);
    }

    private Roles(List<Role> roles, boolean complete) {
        this.complete = complete;
        roles.forEach(role -> byName.put(role.name(), role));
        for (Role role : byName.values()) {
            role.memberOf()
                    .forEach(group -> members.computeIfAbsent(group, key -> new ArrayList<>())
                            .add(role.name()));
        }
    }

    /// Some roles of a server that nobody asked: whether they are members of others is not known, but for those that
    /// merely stand for some role ([StandIn]).
    public static Roles guessed(List<Role> roles) {
        return new Roles(roles, false);
    }

    public List<Role> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Role> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Whether these are all roles of a server, with their memberships.
    public boolean complete() {
        return complete;
    }

    /// Whether a role belongs to a group as pg_hba sees it: itself, or a member directly or through others.
    ///
    /// A superuser is no member of a group it was not put into, and INHERIT plays no part.
    public boolean isMember(String role, String group) {
        return byName.containsKey(role) && members(group).contains(role);
    }

    /// The same where it may not be known.
    Match membership(String role, String group) {
        boolean known = complete || StandIn.is(role) || StandIn.is(group);
        return known ? Match.of(isMember(role, group)) : role.equals(group) ? Match.YES : Match.MAYBE;
    }

    /// A group with all that belong to it; nobody where there is no such role.
    Set<String> members(String group) {
        return byName.containsKey(group) ? closures.computeIfAbsent(group, this::closure) : Set.of();
    }

    private Set<String> closure(String group) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(group));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (seen.add(name)) {
                open.addAll(members.getOrDefault(name, List.of()));
            }
        }
        return seen;
    }
}
