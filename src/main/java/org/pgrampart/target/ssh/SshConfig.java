package org.pgrampart.target.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads `ssh_config` files as OpenSSH does: the first value wins, but for identity files, which add up.
public final class SshConfig {
    private static final int DEEPEST_INCLUDE = 16;
    private static final Set<String> UNDERSTOOD = Set.of(
            "hostname",
            "user",
            "port",
            "identityfile",
            "identitiesonly",
            "identityagent",
            "proxyjump",
            "userknownhostsfile",
            "hostkeyalias",
            "connecttimeout");

    /// Keywords that change where or how one would arrive, so that the person must know they were not followed.
    private static final Set<String> TOLD =
            Set.of("proxycommand", "certificatefile", "pkcs11provider", "knownhostscommand");

    private final List<Path> files;
    private final Path home;
    private final String localUser;
    private final Map<String, String> environment;

    /// @param files in the order in which they are read; those that do not exist are skipped
    /// @param home the user's folder, for `~` and `%d`
    public SshConfig(List<Path> files, Path home, String localUser, Map<String, String> environment) {
        this.files = List.copyOf(files);
        this.home = home;
        this.localUser = localUser;
        this.environment = environment;
    }

    /// What holds for a host as the person names it.
    ///
    /// @param user the login user, when it is named already
    public SshSettings of(String alias, Optional<String> user) {
        Reading reading = new Reading(alias, user);
        files.forEach(file -> reading.file(file, 0, true));
        return reading.settings();
    }

    private final class Reading {
        private final String alias;
        private final Optional<String> givenUser;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> identities = new ArrayList<>();
        private final Set<String> ignored = new LinkedHashSet<>();

        Reading(String alias, Optional<String> givenUser) {
            this.alias = alias;
            this.givenUser = givenUser;
        }

        void file(Path file, int depth, boolean outer) {
            if (depth > DEEPEST_INCLUDE || !Files.isReadable(file)) {
                return;
            }
            List<String> lines;
            try {
                lines = Arrays.asList(
                        Files.readString(file, StandardCharsets.ISO_8859_1).split("\\R"));
            } catch (IOException e) {
                ignored.add("the file " + file + ", which cannot be read");
                return;
            }
            boolean active = outer;
            for (String line : lines) {
                List<String> words = SshWords.of(line);
                if (words.isEmpty()) {
                    continue;
                }
                String keyword = words.getFirst().toLowerCase(Locale.ROOT);
                List<String> rest = words.subList(1, words.size());
                switch (keyword) {
                    case "host" -> active = outer && SshWords.matches(rest, alias);
                    case "match" -> active = outer && match(rest);
                    case "include" -> {
                        if (active) {
                            rest.forEach(name -> included(name).forEach(path -> file(path, depth + 1, true)));
                        }
                    }
                    default -> {
                        if (active) {
                            set(keyword, rest);
                        }
                    }
                }
            }
        }

        private void set(String keyword, List<String> rest) {
            if (rest.isEmpty()) {
                return;
            }
            if (keyword.equals("identityfile")) {
                identities.add(rest.getFirst());
            } else if (UNDERSTOOD.contains(keyword)) {
                values.putIfAbsent(keyword, String.join(" ", rest));
            } else if (TOLD.contains(keyword) && !rest.getFirst().equalsIgnoreCase("none")) {
                ignored.add(keyword);
            }
        }

        private boolean match(List<String> criteria) {
            boolean all = true;
            for (int i = 0; i < criteria.size(); i++) {
                String criterion = criteria.get(i).toLowerCase(Locale.ROOT);
                if (criterion.equals("all")) {
                    continue;
                }
                List<String> patterns =
                        i + 1 < criteria.size() ? List.of(criteria.get(++i).split(",")) : List.of();
                switch (criterion) {
                    case "host" -> all &= SshWords.matches(patterns, host());
                    case "originalhost" -> all &= SshWords.matches(patterns, alias);
                    case "user" -> all &= SshWords.matches(patterns, user().orElse(localUser));
                    case "localuser" -> all &= SshWords.matches(patterns, localUser);
                    default -> {
                        ignored.add("match " + criterion);
                        return false;
                    }
                }
            }
            return all && !criteria.isEmpty();
        }

        private List<Path> included(String name) {
            Path pattern = home(name);
            Path absolute =
                    pattern.isAbsolute() ? pattern : home.resolve(".ssh").resolve(pattern);
            Path folder = absolute.getParent();
            Path last = absolute.getFileName();
            if (folder == null || last == null || !Files.isDirectory(folder)) {
                return List.of();
            }
            try (Stream<Path> inside = Files.list(folder)) {
                return inside.filter(path -> {
                            Path own = path.getFileName();
                            return own != null && SshWords.glob(last.toString(), own.toString());
                        })
                        .sorted()
                        .toList();
            } catch (IOException e) {
                ignored.add("include " + name);
                return List.of();
            }
        }

        private String host() {
            String named = values.get("hostname");
            return named == null ? alias : named.replace("%h", alias).replace("%%", "%");
        }

        private Optional<String> user() {
            return givenUser.or(() -> Optional.ofNullable(values.get("user")));
        }

        private Optional<Integer> number(String keyword) {
            try {
                return Optional.ofNullable(values.get(keyword)).map(Integer::valueOf);
            } catch (NumberFormatException e) {
                ignored.add(keyword);
                return Optional.empty();
            }
        }

        SshSettings settings() {
            Optional<Integer> port = number("port");
            Optional<Integer> connect = number("connecttimeout");
            String jump = values.getOrDefault("proxyjump", "none");
            String known = values.getOrDefault("userknownhostsfile", "");
            List<Path> knownHosts = known.isEmpty() || known.equalsIgnoreCase("none")
                    ? List.of()
                    : Arrays.stream(known.split(" ")).map(this::path).toList();
            return new SshSettings(
                    host(),
                    user(),
                    port,
                    identities.stream()
                            .filter(name -> !name.equalsIgnoreCase("none"))
                            .map(this::path)
                            .distinct()
                            .toList(),
                    values.getOrDefault("identitiesonly", "no").equalsIgnoreCase("yes"),
                    Optional.ofNullable(values.get("identityagent")).map(this::agent),
                    jump.equalsIgnoreCase("none") ? List.of() : List.of(jump.split("\\s*,\\s*")),
                    knownHosts,
                    Optional.ofNullable(values.get("hostkeyalias")),
                    connect,
                    List.copyOf(ignored));
        }

        private String agent(String value) {
            if (value.equals("SSH_AUTH_SOCK")) {
                return environment.getOrDefault("SSH_AUTH_SOCK", "none");
            }
            if (value.startsWith("$") && !value.startsWith("${")) {
                return environment.getOrDefault(value.substring(1), "none");
            }
            return value.equalsIgnoreCase("none") ? "none" : path(value).toString();
        }

        private Path path(String value) {
            return home(tokens(value));
        }

        private Path home(String value) {
            return value.equals("~") || value.startsWith("~/")
                    ? home.resolve(value.substring(Math.min(2, value.length())))
                    : Path.of(value);
        }

        private String tokens(String value) {
            Map<String, String> tokens = Map.of(
                    "%", "%",
                    "h", host(),
                    "n", alias,
                    "p", Integer.toString(number("port").orElse(22)),
                    "r", user().orElse(localUser),
                    "u", localUser,
                    "d", home.toString());
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                int end = value.indexOf('}', i);
                if (c == '%' && i + 1 < value.length()) {
                    String token = value.substring(i + 1, i + 2);
                    text.append(tokens.getOrDefault(token, "%" + token));
                    i++;
                } else if (value.startsWith("${", i) && end > 0) {
                    text.append(environment.getOrDefault(value.substring(i + 2, end), ""));
                    i = end;
                } else {
                    text.append(c);
                }
            }
            return text.toString();
        }
    }
}
