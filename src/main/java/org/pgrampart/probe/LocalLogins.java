package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;

/// The login rules and who on the host can reach the Unix socket at all.
///
/// @param folderModes the octal modes of the socket folders; empty without a shell
/// @param owner the account that the server runs as
/// @param people how many accounts on the host are for people; empty when not known
public record LocalLogins(
        LoginRules logins, List<String> folderModes, Optional<String> owner, Optional<Integer> people) {
    private static final Command HOST = Command.server("""
                    for folder in $(printf %s "$PGSOCKETS" | tr ',' ' '); do
                        [ -d "$folder" ] && echo "folder $(stat -c %a "$folder" 2>/dev/null || stat -f %Lp "$folder")"
                    done
                    [ -n "$PGDATA" ] && echo "owner $(stat -c %U "$PGDATA" 2>/dev/null || stat -f %Su "$PGDATA")"
                    command -v getent >/dev/null && echo "people $(getent passwd |
                        awk -F: '$3 >= 1000 && $3 < 60000 && $7 !~ /(nologin|false)$/' | wc -l)"
                    :""");

    public static final Probe<LocalLogins> PROBE = new Probe<>(
            Stream.concat(LoginRules.PROBE.requests().stream(), Stream.<Request>of(HOST))
                    .toList(),
            LocalLogins::read);

    private static LocalLogins read(Answers answers) {
        List<String> modes = new ArrayList<>();
        Optional<String> owner = Optional.empty();
        Optional<Integer> people = Optional.empty();
        if (answers.find(HOST) instanceof Answer.Seen<Output>(Output output)) {
            for (String line : output.lines()) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 2) {
                    switch (words[0]) {
                        case "folder" -> modes.add(words[1]);
                        case "owner" -> owner = Optional.of(words[1]);
                        case "people" -> people = Optional.of(Integer.valueOf(words[1]));
                        default -> {}
                    }
                }
            }
        }
        return new LocalLogins(LoginRules.read(answers), List.copyOf(modes), owner, people);
    }

    /// Whether only the server's own account reaches the socket, on a host with no more than one person.
    public boolean socketIsPrivate() {
        return !folderModes.isEmpty()
                && folderModes.stream().allMatch(mode -> mode.endsWith("700"))
                && people.filter(count -> count <= 1).isPresent();
    }

    /// Whether the account that the server runs as is also a superuser of it, as packages set it up.
    public boolean ownerIsSuperuser() {
        return owner.flatMap(logins.roles()::find).map(Role::superuser).orElse(false);
    }

    /// For tests: nothing known of the host but the account the server runs as.
    public static LocalLogins of(LoginRules logins, String owner) {
        return new LocalLogins(logins, List.of("2775"), Optional.of(owner), Optional.of(2));
    }
}
