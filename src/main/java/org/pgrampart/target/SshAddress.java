package org.pgrampart.target;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.format.Printable;

/// Where the server's host answers to SSH; `host` may be an alias of `~/.ssh/config`, which fills what is absent here.
///
/// @param knownHosts further known host keys, besides the user's own
/// @param acceptHostKey the only host key to trust, as `SHA256:…`
public record SshAddress(
        Optional<String> user,
        String host,
        Optional<Integer> port,
        Optional<Path> key,
        Optional<Path> knownHosts,
        Optional<String> acceptHostKey) {
    // a host that starts with a dash would be an option for many a program
    private static final Pattern FORM = Pattern.compile("(?:ssh://)?(?:(?<user>[^@\\s]+)@)?"
            + "(?:\\[(?<six>[0-9A-Fa-f:.%\\w]+)]|(?<host>[^-\\s@/:\\[\\]][^\\s@/:\\[\\]]*))(?::(?<port>\\d{1,5}))?/?");

    /// Reads `[user@]host[:port]`, also with `ssh://` before it and with an IPv6 address in brackets.
    ///
    /// @throws TargetException when it is none of these
    public static SshAddress parse(String text) throws TargetException {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TargetException(
                    TargetException.Kind.WRONG_INPUT,
                    "This is no SSH host: " + Printable.line(text) + ".",
                    "Write it as user@host or user@host:port.");
        }
        String bracketed = matcher.group("six");
        String port = matcher.group("port");
        return new SshAddress(
                Optional.ofNullable(matcher.group("user")),
                bracketed == null ? matcher.group("host") : bracketed,
                Optional.ofNullable(port).map(Integer::valueOf),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static SshAddress of(String user, String host, int port) {
        return new SshAddress(
                Optional.of(user), host, Optional.of(port), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public SshAddress key(Path file) {
        return new SshAddress(user, host, port, Optional.of(file), knownHosts, acceptHostKey);
    }

    public SshAddress knownHosts(Path file) {
        return new SshAddress(user, host, port, key, Optional.of(file), acceptHostKey);
    }

    public SshAddress acceptHostKey(String fingerprint) {
        return new SshAddress(user, host, port, key, knownHosts, Optional.of(fingerprint));
    }
}
