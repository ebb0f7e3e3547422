package org.pgrampart.access;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All roles of a server and who is a member of whom.
public final class Roles {
    private final Map<String, Role> byName = new LinkedHashMap<>();

    public Roles(List<Role> roles) {
        roles.forEach(role -> byName.put(role.name(), role));
    }

    public List<Role> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Role> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Whether a role belongs to a group as pg_hba sees it: itself, or a member directly or through others.
    ///
    /// A superuser is no member of a group it was not put into, and INHERIT plays no part.
    public boolean isMember(String role, String group) {
        if (!byName.containsKey(role) || !byName.containsKey(group)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(role));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (name.equals(group)) {
                return true;
            }
            if (seen.add(name)) {
                find(name).ifPresent(known -> open.addAll(known.memberOf()));
            }
        }
        return false;
    }
}
