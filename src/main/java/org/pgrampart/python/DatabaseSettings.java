package org.pgrampart.python;

import java.util.Map;
import java.util.Optional;

/// One entry of `DATABASES`; its password is only told by where it comes from.
///
/// @param options `OPTIONS`, by name, secrets hidden
/// @param place where the entry stands
public record DatabaseSettings(
        String alias,
        Optional<Value> engine,
        Optional<Value> name,
        Optional<Value> user,
        Optional<Value> host,
        Optional<Value> port,
        Map<String, Value> options,
        PasswordKind password,
        Place place) {
    public DatabaseSettings {
        options = Map.copyOf(options);
    }

    /// Where the password comes from.
    public enum PasswordKind {
        /// It stands in the source.
        LITERAL,
        /// An environment variable holds it.
        ENVIRONMENT,
        /// None is set: a password file, a service file or the operating system's user.
        ABSENT,
        /// Not known.
        UNKNOWN
    }
}
