package org.pgrampart.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.access.Client;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.access.RuleSet;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;

/// What clients are called where a rule goes by host names: asked on the server's host, whose answer is the one that
/// counts, and believed only when the name leads back to the address, as the server does it.
final class HostNames {
    /// A name server that does not answer costs seconds for each.
    private static final int MOST = 32;

    private HostNames() {}

    /// What to ask; empty where no rule goes by names.
    static Optional<Command> asking(RuleSet rules, List<Client> clients) {
        boolean named = rules.rules().stream().anyMatch(rule -> rule.rule().addressKind() == HbaAddress.NAME);
        List<String> addresses = clients.stream()
                .map(client -> client.login().origin())
                .filter(origin -> origin.hostName().isEmpty())
                .flatMap(origin -> origin.address().stream())
                .map(IpAddress::toString)
                .distinct()
                .sorted()
                .limit(MOST)
                .toList();
        if (!named || addresses.isEmpty()) {
            return Optional.empty();
        }
        String list = addresses.stream().map(Shell::quote).collect(Collectors.joining(" "));
        return Optional.of(Command.server("""
                command -v getent >/dev/null || { echo "the command getent is missing" >&2; exit 77; }
                ask() { if command -v timeout >/dev/null; then timeout 2 getent "$@"; else getent "$@"; fi; }
                for a in %s; do
                    n=$(ask hosts "$a" | awk '{ print $2; exit }')
                    if [ -n "$n" ] && ask ahosts "$n" | awk '{ print $1 }' | grep -qxF -- "$a"; then
                        printf '%%s %%s\\n' "$a" "$n"
                    else
                        printf '%%s -\\n' "$a"
                    fi
                done
                """.formatted(list)).asUser());
    }

    /// The clients with their names as far as they were found out.
    static List<Client> named(Answers answers, RuleSet rules, List<Client> clients) {
        Optional<Command> asked = asking(rules, clients);
        if (asked.isEmpty()
                || !(answers.find(asked.get()) instanceof Answer.Seen<Output>(Output output))
                || output.status() != 0) {
            return clients;
        }
        Map<String, String> names = new HashMap<>();
        for (String line : output.lines()) {
            String[] words = line.split(" ", 2);
            if (words.length == 2) {
                names.put(words[0], words[1].equals("-") ? "" : words[1]);
            }
        }
        return clients.stream().map(client -> named(client, names)).toList();
    }

    private static Client named(Client client, Map<String, String> names) {
        Login login = client.login();
        Origin origin = login.origin();
        Optional<String> name = origin.address().map(IpAddress::toString).map(names::get);
        return name.map(known -> new Client(
                        new Login(login.role(), login.database(), origin.named(known), login.replication()),
                        client.systemUser(),
                        client.certificate(),
                        client.application(),
                        client.sources(),
                        client.lifeline()))
                .orElse(client);
    }
}
