package org.pgrampart.reading;

import java.security.cert.X509Certificate;
import java.util.List;

/// What the database port answered to raw connections made from where the program runs.
///
/// @param unixSocketOnly the server was reached by a socket; there is no port to look at
/// @param offersTls whether SSLRequest was answered with `S`
/// @param accepted protocol versions with which a handshake succeeded, as OpenSSL names them: `TLSv1.3`
/// @param refused protocol versions with which it failed
/// @param untried protocol versions that this machine's own TLS library cannot speak any more
/// @param certificates the server's chain, its own first; empty without TLS
/// @param plaintext what a start without TLS got
/// @param plaintextAnswer the server's own words (SQLSTATE and text, or the kind of password asked for)
public record PortFacts(
        boolean unixSocketOnly,
        boolean offersTls,
        List<String> accepted,
        List<String> refused,
        List<String> untried,
        List<X509Certificate> certificates,
        Plaintext plaintext,
        String plaintextAnswer,
        boolean loopback) {
    /// What the server said to a start without TLS.
    public enum Plaintext {
        /// It refused the connection before any password.
        REFUSED,
        /// It asked for a password or let the session in.
        ADMITTED,
        /// It could not be told.
        UNTOLD
    }
}
