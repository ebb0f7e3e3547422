package org.pgrampart.access;

import java.util.List;

/// A role as far as logging in goes, with the roles it is directly a member of.
public record Role(String name, boolean superuser, boolean login, List<String> memberOf) {
    public Role {
        memberOf = List.copyOf(memberOf);
    }
}
