package org.pgrampart.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.HbaEdit;
import org.pgrampart.format.HbaRule;
import org.pgrampart.model.Finding;
import org.pgrampart.probe.HbaRules;
import org.pgrampart.probe.LoginRules;
import org.pgrampart.probe.Role;
import org.pgrampart.reading.Answer;

/// Edits of login rules that lock nobody out who gets in today.
public final class RuleRemedies {
    public static final String SCRAM = "scram-sha-256";

    private RuleRemedies() {}

    /// What keeps a rule from asking for SCRAM passwords: roles that get in by it and have none; empty when nothing
    /// does.
    ///
    /// @param passwordless whether roles without any password get in by the rule today
    public static Optional<String> blockers(LoginRules logins, HbaRules.Placed placed, boolean passwordless) {
        if (!(logins.roles().verifiers() instanceof Answer.Seen<java.util.Map<String, Role.Verifier>>(var kinds))) {
            return Optional.of("whether its roles have SCRAM passwords could not be read");
        }
        List<String> blocking = new ArrayList<>();
        for (String role : logins.deciding(placed)) {
            Role.Verifier kind = kinds.getOrDefault(role, Role.Verifier.NONE);
            boolean ready = kind == Role.Verifier.SCRAM || (kind == Role.Verifier.NONE && !passwordless);
            if (!ready) {
                blocking.add(role);
            }
        }
        if (blocking.isEmpty()) {
            return Optional.empty();
        }
        int more = blocking.size() - 5;
        String names = String.join(", ", blocking.subList(0, Math.min(5, blocking.size())));
        return Optional.of("first give a SCRAM password to " + names + (more > 0 ? " and " + more + " more" : ""));
    }

    /// What a finding says is wanted, with what keeps the program from doing it.
    public static String wanted(String method, Optional<String> blockers) {
        return blockers.map(because -> method + "; " + because).orElse(method);
    }

    /// Another method for the rule of a finding, where its file could be read and no other rule reads the same.
    public static List<Change> method(LoginRules logins, Finding finding, String method) {
        return edit(logins, finding, (file, rule) -> HbaEdit.method(logins.hba().path(), file, rule, method));
    }

    /// Makes an edit of the rule a finding is about.
    public interface Edit {
        Change of(org.pgrampart.format.HbaFile file, HbaRule rule);
    }

    /// An edit of the rule of a finding; nothing when the rule stands in another file or its bytes are not known.
    public static List<Change> edit(LoginRules logins, Finding finding, Edit edit) {
        return logins.find(finding.subject())
                .flatMap(placed -> logins.hba().editable(placed))
                .map(rule -> edit.of(logins.hba().file().orElseThrow(), rule))
                .map(List::of)
                .orElse(List.of());
    }
}
