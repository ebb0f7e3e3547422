package org.pgrampart.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.HbaToken;

/// Makes a picture from a file of rules alone: its own names, and stand-ins for everybody else.
final class OfflineRoles {
    private OfflineRoles() {}

    static AccessPicture picture(RuleSet rules, Optional<Client> asked) {
        Map<String, Role> roles = new LinkedHashMap<>();
        Set<String> databases = new LinkedHashSet<>();
        for (FileRule rule : rules.rules()) {
            for (HbaToken token : rule.users()) {
                if (token.isGroup()) {
                    roles.putIfAbsent(token.group(), new Role(token.group(), false, false, List.of()));
                    String member = StandIn.memberOf(token.group());
                    roles.putIfAbsent(member, new Role(member, false, true, List.of(token.group())));
                } else if (token.isPlainName()) {
                    roles.put(token.text(), new Role(token.text(), false, true, List.of()));
                }
            }
            rule.databases().stream()
                    .filter(HbaToken::isPlainName)
                    .map(HbaToken::text)
                    .forEach(databases::add);
        }
        asked.map(client -> client.login().role())
                .ifPresent(name -> roles.put(name, new Role(name, false, true, List.of())));
        roles.put(StandIn.ANY_ROLE, new Role(StandIn.ANY_ROLE, false, true, List.of()));
        databases.add(StandIn.ANY_DATABASE);
        Roles known = Roles.guessed(new ArrayList<>(roles.values()));
        AccessSimulator simulator = new AccessSimulator(rules, known, Optional.empty());
        return new AccessPicture(
                simulator,
                Credentials.unknown(known, rules.major()),
                List.copyOf(databases),
                true,
                List.of(),
                List.of("Only the file is known: who is in which role, how passwords are kept and who is connected is"
                        + " not."));
    }
}
