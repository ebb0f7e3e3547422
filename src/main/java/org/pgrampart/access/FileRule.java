package org.pgrampart.access;

import java.util.List;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;

/// A rule with the file it stands in and with `@file` lists replaced by their words.
public record FileRule(String file, HbaRule rule, List<HbaToken> databases, List<HbaToken> users) {
    public FileRule {
        databases = List.copyOf(databases);
        users = List.copyOf(users);
    }

    /// `pg_hba.conf:12` for people.
    public String shortPlace() {
        return file.substring(file.lastIndexOf('/') + 1) + ":" + rule.line();
    }

    /// The same with the whole path.
    public String place() {
        return file + ":" + rule.line();
    }
}
