package org.pgrampart.target;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.pgrampart.model.Secret;

/// Opens connections to one server, always with the same credentials.
final class Login {
    private static final int CONNECT_SECONDS = 10;
    private static final int SOCKET_SECONDS = 60;

    /// How the driver reaches the server when not by plain TCP.
    record Route(String factoryClass, String argument) {}

    private final DatabaseAddress address;
    private final Optional<Secret> password;
    private final Optional<Route> route;
    private final boolean rescued;

    Login(DatabaseAddress address, Optional<Secret> password, Optional<Route> route) {
        this(address, password, route, false);
    }

    private Login(DatabaseAddress address, Optional<Secret> password, Optional<Route> route, boolean rescued) {
        this.address = address;
        this.password = password;
        this.route = route;
        this.rescued = rescued;
    }

    DatabaseAddress address() {
        return address;
    }

    Login password(Secret secret) {
        return new Login(address, Optional.of(secret), route, rescued);
    }

    /// The same for a superuser where a library that every session loads is missing and shuts all others out.
    Login rescue() {
        return new Login(address, password, route, true);
    }

    boolean isRescued() {
        return rescued;
    }

    /// A new connection to a database of the server.
    ///
    /// @param readOnly whether the session is to refuse writing
    Connection open(String database, boolean readOnly) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        properties.setProperty("sslmode", address.isSocket() ? "disable" : address.sslMode());
        address.sslRootCert().ifPresent(file -> properties.setProperty("sslrootcert", file));
        if (address.sslRootCert().isEmpty() && address.sslMode().startsWith("verify")) {
            systemRoots(properties);
        }
        copy("sslcert", "sslcert", properties);
        copy("sslkey", "sslkey", properties);
        copy("channel_binding", "channelBinding", properties);
        copy("require_auth", "requireAuth", properties);
        properties.setProperty("ApplicationName", "pgrampart");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(2 * CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("preparedStatementCacheQueries", "0");
        // what the server gives every session must not hinder this one
        properties.setProperty(
                "options",
                "-c statement_timeout=60s -c default_transaction_read_only=" + (readOnly ? "on" : "off")
                        + (rescued ? " -c session_preload_libraries= -c local_preload_libraries=" : ""));
        route.ifPresent(r -> {
            properties.setProperty("socketFactory", r.factoryClass());
            properties.setProperty("socketFactoryArg", r.argument());
        });
        String host = address.isSocket() ? "localhost" : address.host();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        String url = "jdbc:postgresql://" + shown + ":" + address.port() + "/"
                + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20");
        return DriverManager.getConnection(url, properties);
    }

    /// Logs in only to see whether that works.
    Tried attempt(String role, String database, boolean tls, boolean withPassword) {
        String mode = !tls ? "disable" : address.sslMode().startsWith("verify") ? address.sslMode() : "require";
        DatabaseAddress other = new DatabaseAddress(
                address.host(), address.port(), database, role, mode, address.sslRootCert(), address.options());
        // an empty one keeps the driver from looking for another in a password file
        Optional<Secret> known = withPassword && role.equals(address.user()) ? password : Optional.of(Secret.of(""));
        try (Connection connection = new Login(other, known, route).open(database, true)) {
            return new Tried(connection.isValid(CONNECT_SECONDS), "00000", "logged in");
        } catch (SQLException e) {
            return new Tried(false, String.valueOf(e.getSQLState()), Causes.words(e));
        }
    }

    /// Without a file of one's own, libpq's ~/.postgresql/root.crt counts, else what Java itself trusts.
    private static void systemRoots(Properties properties) {
        java.nio.file.Path own = java.nio.file.Path.of(System.getProperty("user.home", "."), ".postgresql", "root.crt");
        if (!java.nio.file.Files.exists(own)) {
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    private void copy(String libpq, String driver, Properties properties) {
        String value = address.options().get(libpq);
        if (value != null) {
            properties.setProperty(driver, value);
        }
    }
}
