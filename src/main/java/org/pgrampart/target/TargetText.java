package org.pgrampart.target;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.model.Secret;

/// What a pasted text says about a database: a URI, a JDBC URL, a DSN, a service, a socket directory or a host.
///
/// @param password a password that stood in the text; it is cut out and never shown again
/// @param from where each part came from, by libpq's name for it: `text`, `service`, `environment`, `default`
public record TargetText(DatabaseAddress address, Optional<Secret> password, Map<String, String> from) {
    private static final Set<String> OWN = Set.of(
            "host", "hostaddr", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "service", "passfile");
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("PGHOST", "host"),
            Map.entry("PGHOSTADDR", "hostaddr"),
            Map.entry("PGPORT", "port"),
            Map.entry("PGDATABASE", "dbname"),
            Map.entry("PGUSER", "user"),
            Map.entry("PGSSLMODE", "sslmode"),
            Map.entry("PGSSLROOTCERT", "sslrootcert"),
            Map.entry("PGSSLCERT", "sslcert"),
            Map.entry("PGSSLKEY", "sslkey"),
            Map.entry("PGCHANNELBINDING", "channel_binding"),
            Map.entry("PGREQUIREAUTH", "require_auth"));
    /// Further secrets a text may hold; they are neither kept nor shown.
    private static final Set<String> SECRETS = Set.of("sslpassword", "oauth_client_secret", "scram_client_key");
    private static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /// Understands what was pasted; what it does not say comes from the service file, `PG*` variables, then defaults.
    ///
    /// @throws IllegalArgumentException with one sentence on what is not understood
    public static TargetText parse(String pasted, Map<String, String> environment) {
        String text = pasted.strip();
        Map<String, String> said = new LinkedHashMap<>(said(text));
        Map<String, String> from = new LinkedHashMap<>();
        said.keySet().forEach(name -> from.put(name, "text"));
        String service = said.containsKey("service") ? said.get("service") : environment.get("PGSERVICE");
        if (service != null && !service.isEmpty()) {
            service(service, environment).forEach((name, value) -> add(said, from, name, value, "service"));
        }
        VARIABLES.forEach((variable, name) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                add(said, from, name, value, "environment");
            }
        });
        return built(said, from, environment);
    }

    private static void add(
            Map<String, String> said, Map<String, String> from, String name, String value, String source) {
        if (said.putIfAbsent(name, value) == null) {
            from.put(name, source);
        }
    }

    private static TargetText built(
            Map<String, String> said, Map<String, String> from, Map<String, String> environment) {
        String host = said.getOrDefault("host", said.getOrDefault("hostaddr", "localhost"))
                .split(",", 2)[0];
        String user = said.getOrDefault(
                "user", environment.getOrDefault("USER", System.getProperty("user.name", "postgres")));
        String mode = said.getOrDefault("sslmode", DatabaseAddress.VERIFY_FULL);
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("There is no sslmode " + mode + ".");
        }
        Map<String, String> options = new LinkedHashMap<>(said);
        options.keySet().removeAll(OWN);
        options.keySet().removeAll(SECRETS);
        DatabaseAddress address = new DatabaseAddress(
                host,
                port(said.getOrDefault("port", "5432")),
                said.getOrDefault("dbname", user),
                user,
                mode,
                Optional.ofNullable(said.get("sslrootcert")).filter(f -> !f.isEmpty()),
                options);
        Optional<Secret> password = Optional.ofNullable(said.get("password"))
                .filter(p -> !p.isEmpty())
                .map(Secret::of);
        for (String name : Set.of("host", "port", "dbname", "user", "sslmode")) {
            from.putIfAbsent(name, "default");
        }
        return new TargetText(address, password, Map.copyOf(from));
    }

    private static int port(String text) {
        String first = text.split(",", 2)[0];
        try {
            int port = Integer.parseInt(first);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // not quoted: a password with a colon in it may have been taken for a port
            throw new IllegalArgumentException("The port is no number.", e);
        }
        throw new IllegalArgumentException("The port " + first + " is not between 1 and 65535.");
    }

    private static Map<String, String> said(String text) {
        if (text.isEmpty()) {
            return Map.of();
        }
        String address = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        if (address.startsWith("postgresql:") || address.startsWith("postgres:")) {
            return uri(address);
        }
        if (!address.equals(text)) {
            throw new IllegalArgumentException("The JDBC address is not one of PostgreSQL.");
        }
        if (text.startsWith("/")) {
            return Map.of("host", text);
        }
        if (text.matches("(?s)\\w+\\s*=.*")) {
            return dsn(text);
        }
        if (text.contains("://")) {
            throw new IllegalArgumentException("The text begins with " + text.substring(0, text.indexOf("://"))
                    + "://, which is no PostgreSQL address.");
        }
        if (text.matches("\\S+")) {
            return uri("postgresql://" + text); // db1, app@db1:5433/shop, ::1
        }
        throw new IllegalArgumentException("The text is neither an address nor a list of name=value.");
    }

    private static Map<String, String> uri(String uri) {
        int scheme = uri.indexOf(':');
        String rest = uri.substring(scheme + 1);
        // the driver also takes jdbc:postgresql:database and jdbc:postgresql:/
        rest = rest.startsWith("//") ? rest.substring(2) : rest.startsWith("/") ? rest : "/" + rest;
        Map<String, String> said = new LinkedHashMap<>();
        int question = rest.indexOf('?');
        if (question >= 0) {
            for (String pair : rest.substring(question + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    said.put(libpq(decoded(pair.substring(0, equals))), decoded(pair.substring(equals + 1)));
                }
            }
            rest = rest.substring(0, question);
        }
        int slash = rest.indexOf('/');
        if (slash >= 0) {
            if (rest.indexOf('@', slash) >= 0 && rest.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "A slash in the password of an address has to be written as %2F, and in a database's name an"
                                + " @ as %40.");
            }
            if (slash + 1 < rest.length()) {
                said.putIfAbsent("dbname", decoded(rest.substring(slash + 1)));
            }
            rest = rest.substring(0, slash);
        }
        authority(rest).forEach(said::putIfAbsent);
        return said;
    }

    /// The JDBC driver's own names for what libpq calls otherwise.
    private static String libpq(String name) {
        return switch (name) {
            case "databaseName" -> "dbname";
            case "channelBinding" -> "channel_binding";
            case "requireAuth" -> "require_auth";
            default -> name;
        };
    }

    /// `user:password@host:port`; of several hosts the first counts.
    private static Map<String, String> authority(String text) {
        Map<String, String> said = new LinkedHashMap<>();
        String rest = text;
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            String who = rest.substring(0, at);
            rest = rest.substring(at + 1);
            int colon = who.indexOf(':');
            if (colon != 0 && !who.isEmpty()) {
                said.put("user", decoded(colon < 0 ? who : who.substring(0, colon)));
            }
            if (colon >= 0) {
                said.put("password", decoded(who.substring(colon + 1)));
            }
        }
        String first = rest.split(",", 2)[0];
        if (first.startsWith("[")) {
            int close = first.indexOf(']');
            if (close < 0) {
                throw new IllegalArgumentException("The address " + first + " lacks its closing bracket.");
            }
            said.put("host", decoded(first.substring(1, close)));
            if (first.startsWith(":", close + 1) && close + 2 < first.length()) {
                said.put("port", first.substring(close + 2));
            }
        } else if (first.indexOf(':') >= 0 && first.indexOf(':') == first.lastIndexOf(':')) {
            int colon = first.indexOf(':');
            if (colon > 0) {
                said.put("host", decoded(first.substring(0, colon)));
            }
            if (colon + 1 < first.length()) {
                said.put("port", first.substring(colon + 1));
            }
        } else if (!first.isEmpty()) {
            said.put("host", decoded(first));
        }
        return said;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A percent sign in the address is not followed by two digits.", e);
        }
    }

    /// `host=db1 dbname='my shop'`.
    private static Map<String, String> dsn(String text) {
        Map<String, String> said = new LinkedHashMap<>();
        int i = 0;
        while (i < text.length()) {
            if (Character.isWhitespace(text.charAt(i))) {
                i++;
                continue;
            }
            int equals = text.indexOf('=', i);
            if (equals < 0) {
                // not quoted: it may be the rest of a password with a blank in it
                throw new IllegalArgumentException(
                        "A part of the text has no value; a value with blanks stands between single quotes.");
            }
            String name = text.substring(i, equals).strip();
            if (!name.matches("\\w+")) {
                throw new IllegalArgumentException(
                        "A part of the text has no value; a value with blanks stands between single quotes.");
            }
            i = equals + 1;
            while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
                i++;
            }
            StringBuilder value = new StringBuilder();
            boolean quoted = i < text.length() && text.charAt(i) == '\'';
            i += quoted ? 1 : 0;
            boolean open = quoted;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    value.append(text.charAt(++i));
                } else if (quoted ? c == '\'' : Character.isWhitespace(c)) {
                    open = false;
                    break;
                } else {
                    value.append(c);
                }
                i++;
            }
            if (open) {
                throw new IllegalArgumentException("A quote in the text is not closed.");
            }
            i++;
            said.put(name, value.toString());
        }
        return said;
    }

    /// The section of the service file, from where libpq looks for it.
    private static Map<String, String> service(String name, Map<String, String> environment) {
        String named = environment.get("PGSERVICEFILE");
        String system = environment.get("PGSYSCONFDIR");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
        for (Path file : new Path[] {
            named == null ? Path.of(home, ".pg_service.conf") : Path.of(named),
            system == null ? Path.of("/etc/postgresql-common/pg_service.conf") : Path.of(system, "pg_service.conf")
        }) {
            if (!Files.isReadable(file)) {
                continue;
            }
            try {
                Map<String, String> section = section(name, Files.readAllLines(file, StandardCharsets.UTF_8));
                if (!section.isEmpty()) {
                    return section;
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("The service file " + file + " cannot be read.", e);
            }
        }
        throw new IllegalArgumentException("There is no service " + name + " in the service file.");
    }

    private static Map<String, String> section(String name, Iterable<String> lines) {
        Map<String, String> section = new LinkedHashMap<>();
        boolean inside = false;
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("[")) {
                inside = line.equals("[" + name + "]");
            } else if (inside && !line.startsWith("#") && line.indexOf('=') > 0) {
                int equals = line.indexOf('=');
                section.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return section;
    }
}
