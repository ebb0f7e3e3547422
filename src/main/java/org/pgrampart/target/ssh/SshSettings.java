package org.pgrampart.target.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `ssh_config` says about one host, tokens already replaced.
///
/// @param host the name or address to connect to
/// @param identityFiles private keys named for this host; empty when none is named
/// @param identitiesOnly whether other keys of the agent must not be tried
/// @param agent the agent's socket; `none` switches it off
/// @param jumps hosts to go through, the first one first, as `[user@]host[:port]`
/// @param knownHosts files named instead of the usual ones; empty when none is named
/// @param keyAlias the name under which the host key is kept
/// @param ignored keywords for this host that have no effect here
public record SshSettings(
        String host,
        Optional<String> user,
        Optional<Integer> port,
        List<Path> identityFiles,
        boolean identitiesOnly,
        Optional<String> agent,
        List<String> jumps,
        List<Path> knownHosts,
        Optional<String> keyAlias,
        Optional<Integer> connectSeconds,
        List<String> ignored) {}
