package org.pgrampart.target;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.target.TargetException.Kind;

/// The true cause of a failed database login, in words.
final class Causes {
    private Causes() {}

    /// What is read and proven through a pooler may be old sessions, or another server.
    static TargetException pooler(@Nullable SQLException e) {
        String happened = "A connection pooler stands between this machine and PostgreSQL.";
        String remedy = "Give the server's own port, so that what is read and proven is the server itself.";
        return e == null
                ? new TargetException(Kind.WRONG_INPUT, happened, remedy)
                : new TargetException(Kind.WRONG_INPUT, happened, remedy, e);
    }

    static TargetException of(SQLException e, DatabaseAddress address) {
        String where = address.isSocket() ? "the socket in " + address.host() : address.host() + ":" + address.port();
        String state = String.valueOf(e.getSQLState());
        String message = words(e);
        String user = address.user();
        if (state.equals("08P01") && message.contains("unsupported startup parameter")) {
            return pooler(e); // PostgreSQL itself knows the parameters that we send
        }
        Optional<TargetException> below = network(e, address, where);
        if (below.isPresent() && !state.startsWith("28")) {
            return below.get();
        }
        return switch (state) {
            case "53300" ->
                new TargetException(
                        Kind.BUSY,
                        "All connection slots of the server are taken: " + message + ".",
                        "Your password is fine; try again later, or log in as a superuser, for whom slots are kept.",
                        e);
            case "28P01" ->
                new TargetException(
                        Kind.LOGIN,
                        "The server refused the password of " + user + ".",
                        "Type the password again, or look which role and database the application uses.",
                        e);
            case "28000" ->
                new TargetException(
                        Kind.LOGIN,
                        "The server does not let " + user + " in from here: " + message + ".",
                        "Look at pg_hba.conf on the server for a line that admits this role, database and address"
                                + (address.sslMode().equals("disable") ? ", or connect with TLS." : "."),
                        e);
            case "3D000" ->
                new TargetException(
                        Kind.LOGIN,
                        "There is no database " + address.database() + " on this server.",
                        "Name another database, for example postgres.",
                        e);
            case "57P03" ->
                new TargetException(
                        Kind.UNREACHABLE,
                        "The server is still starting or stopping.",
                        "Wait a moment and try again.",
                        e);
            case "08004" ->
                new TargetException(
                        Kind.LOGIN,
                        message.toLowerCase(Locale.ROOT).contains("password")
                                ? "The server wants a password for " + user + " and none was given."
                                : "The server refused the login: " + message + ".",
                        "Give the password when asked, or put it into ~/.pgpass.",
                        e);
            default ->
                new TargetException(
                        state.startsWith("28") ? Kind.LOGIN : Kind.UNREACHABLE,
                        "The login to " + where + " failed: " + message + ".",
                        "Look at the server's log for the reason.",
                        e);
        };
    }

    private static Optional<TargetException> network(SQLException e, DatabaseAddress address, String where) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return Optional.of(new TargetException(
                            Kind.UNREACHABLE,
                            "The name " + address.host() + " is not known.",
                            "Look for a typing mistake, or give the address.",
                            e));
                }
                case ConnectException _ -> {
                    return Optional.of(new TargetException(
                            Kind.UNREACHABLE,
                            "Nothing listens at " + where + ".",
                            "Look whether PostgreSQL runs there and listens on that address and port.",
                            e));
                }
                case NoRouteToHostException _ -> {
                    return Optional.of(new TargetException(
                            Kind.UNREACHABLE,
                            "There is no way to " + where + ".",
                            "Look at the network and the firewall, or go through SSH.",
                            e));
                }
                case SocketTimeoutException _ -> {
                    return Optional.of(new TargetException(
                            Kind.UNREACHABLE,
                            where + " did not answer in time.",
                            "A firewall may drop the packets; go through SSH, or ask for the port to be opened.",
                            e));
                }
                case CertificateExpiredException _ -> {
                    return Optional.of(tls("The server's certificate has expired.", "Renew it on the server.", e));
                }
                case CertificateNotYetValidException _ -> {
                    return Optional.of(tls(
                            "The server's certificate is not valid yet.", "Compare the clocks of both machines.", e));
                }
                case SSLException ssl -> {
                    return Optional.of(tls(
                            "The TLS handshake with " + where + " failed: "
                                    + Printable.line(String.valueOf(ssl.getMessage())) + ".",
                            "Give the certificate authority that signed the server's certificate (sslrootcert).",
                            e));
                }
                default -> {}
            }
        }
        String message = words(e).toLowerCase(Locale.ROOT);
        if (message.contains("does not support ssl")) {
            return Optional.of(tls(
                    "The server offers no TLS, and this target asks for it (sslmode=" + address.sslMode() + ").",
                    "Turn TLS on at the server, go through SSH, or lower sslmode for this target.",
                    e));
        }
        if (message.contains("could not be verified") || message.contains("hostname")) {
            return Optional.of(tls(
                    "The server's certificate is not made out to " + address.host() + ".",
                    "Connect by the name in the certificate, or have one made for this name.",
                    e));
        }
        if (message.contains("root.crt")
                || message.contains("ssl root certificate")
                || message.contains("sslrootcert")) {
            return Optional.of(tls(
                    "The certificate authority of the server is not known here: " + words(e) + ".",
                    "Give its certificate as sslrootcert, or put it into ~/.postgresql/root.crt.",
                    e));
        }
        return Optional.empty();
    }

    private static TargetException tls(String happened, String remedy, SQLException e) {
        return new TargetException(Kind.TLS, happened, remedy, e);
    }

    /// The server's own sentence without its severity, fit to show.
    static String words(SQLException e) {
        String message = e instanceof org.postgresql.util.PSQLException p
                        && p.getServerErrorMessage() != null
                        && p.getServerErrorMessage().getMessage() != null
                ? String.valueOf(p.getServerErrorMessage().getMessage())
                : String.valueOf(e.getMessage());
        String line = Printable.line(Masked.text(message)).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
