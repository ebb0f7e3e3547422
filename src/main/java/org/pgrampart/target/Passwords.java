package org.pgrampart.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.model.Secret;

/// Finds a database password where libpq finds it: the password file, then the environment.
final class Passwords {
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Map<String, String> environment;
    private final Path home;

    Passwords(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    Optional<Secret> find(DatabaseAddress address) {
        Optional<Secret> file = inFile(address);
        if (file.isPresent()) {
            return file;
        }
        String variable = environment.get("PGPASSWORD");
        return variable == null || variable.isEmpty() ? Optional.empty() : Optional.of(Secret.of(variable));
    }

    private Optional<Secret> inFile(DatabaseAddress address) {
        String named = environment.get("PGPASSFILE");
        Path file = named == null || named.isEmpty() ? home.resolve(".pgpass") : Path.of(named);
        try {
            if (!Files.isReadable(file) || readByOthers(file)) {
                return Optional.empty();
            }
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                List<String> fields = fields(line);
                if (!line.startsWith("#") && fields.size() == 5 && matches(fields, address)) {
                    return Optional.of(Secret.of(fields.get(4)));
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // a file that cannot be read holds no password for us; the person is asked
        }
        return Optional.empty();
    }

    /// libpq ignores a password file that others have any right to; so do we.
    private static boolean readByOthers(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        var rights = Files.getPosixFilePermissions(file);
        return !OWNER.containsAll(rights);
    }

    private static boolean matches(List<String> fields, DatabaseAddress address) {
        String host = address.isSocket() ? "localhost" : address.host();
        return (is(fields.get(0), host) || is(fields.get(0), address.host()))
                && is(fields.get(1), Integer.toString(address.port()))
                && is(fields.get(2), address.database())
                && is(fields.get(3), address.user());
    }

    private static boolean is(String pattern, String value) {
        return pattern.equals("*") || pattern.equals(value);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                field.append(line.charAt(++i));
            } else if (c == ':' && fields.size() < 4) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
