package org.pgrampart.target;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.PortFacts.Plaintext;
import org.pgrampart.target.TargetException.Kind;

/// Raw looks at a database port: TLS offers, certificates, and what a start without TLS gets. Logs in nowhere.
final class PortProbe {
    private static final int MILLIS = 8_000;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int PROTOCOL_3 = 196_608;
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private PortProbe() {}

    /// Connects and closes again.
    static void answers(DatabaseAddress address) throws TargetException {
        String where = address.host() + ":" + address.port();
        try (Socket socket = open(address)) {
            socket.setSoTimeout(MILLIS);
        } catch (ConnectException e) {
            throw new TargetException(
                    Kind.UNREACHABLE,
                    "Nothing listens at " + where + ".",
                    "Look whether PostgreSQL runs there and listens on that address and port.",
                    e);
        } catch (SocketTimeoutException e) {
            throw new TargetException(
                    Kind.UNREACHABLE,
                    where + " did not answer in time.",
                    "A firewall may drop the packets; go through SSH, or ask for the port to be opened.",
                    e);
        } catch (IOException e) {
            throw new TargetException(
                    Kind.UNREACHABLE, "There is no way to " + where + ".", "Look at the network and the firewall.", e);
        }
    }

    static Answer<PortFacts> look(DatabaseAddress address) {
        try {
            boolean loopback = InetAddress.getByName(address.host()).isLoopbackAddress();
            boolean tls = offersTls(address);
            List<String> accepted = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            List<String> untried = new ArrayList<>();
            List<X509Certificate> chain = List.of();
            if (tls) {
                List<String> spoken = spoken();
                for (String version : VERSIONS) {
                    if (!spoken.contains(version)) {
                        untried.add(version.equals("TLSv1") ? "TLSv1.0" : version);
                        continue;
                    }
                    List<X509Certificate> seen = handshake(address, version);
                    if (seen.isEmpty()) {
                        refused.add(version);
                    } else {
                        accepted.add(version);
                        chain = seen;
                    }
                }
            }
            Startup startup = plaintext(address);
            return new Answer.Seen<>(new PortFacts(
                    false, tls, accepted, refused, untried, chain, startup.result(), startup.words(), loopback));
        } catch (IOException | GeneralSecurityException e) {
            return new Answer.Unseen<>("the database port could not be looked at", "a direct way to the database port");
        }
    }

    private static Socket open(DatabaseAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address.host(), address.port()), MILLIS);
        socket.setSoTimeout(MILLIS);
        return socket;
    }

    private static boolean offersTls(DatabaseAddress address) throws IOException {
        try (Socket socket = open(address)) {
            return request(socket);
        }
    }

    private static boolean request(Socket socket) throws IOException {
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(8);
        out.writeInt(SSL_REQUEST);
        out.flush();
        return socket.getInputStream().read() == 'S';
    }

    /// The versions that Java's own TLS can still be talked into; the oldest are switched off in the JDK's policy.
    private static List<String> spoken() throws GeneralSecurityException {
        return Arrays.stream(SSLContext.getDefault().getDefaultSSLParameters().getProtocols())
                .toList();
    }

    private static List<X509Certificate> handshake(DatabaseAddress address, String version)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Looking()}, null);
        try (Socket socket = open(address)) {
            if (!request(socket)) {
                return List.of();
            }
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, address.host(), address.port(), true)) {
                tls.setEnabledProtocols(new String[] {version});
                tls.startHandshake();
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : tls.getSession().getPeerCertificates()) {
                    if (certificate instanceof X509Certificate x509) {
                        chain.add(x509);
                    }
                }
                return chain;
            } catch (javax.net.ssl.SSLException e) {
                return List.of(); // the server refuses this version
            }
        }
    }

    private record Startup(Plaintext result, String words) {}

    /// Starts a session without TLS and reads the first answer; then goes away without answering it.
    private static Startup plaintext(DatabaseAddress address) throws IOException {
        try (Socket socket = open(address)) {
            byte[] body = ("user\0" + address.user() + "\0database\0" + address.database() + "\0\0")
                    .getBytes(StandardCharsets.UTF_8);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8 + body.length);
            out.writeInt(PROTOCOL_3);
            out.write(body);
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            int kind = in.read();
            if (kind < 0) {
                return new Startup(Plaintext.REFUSED, "the server closed the connection");
            }
            int length = in.readInt();
            if (length < 4 || length > 100_000) {
                return new Startup(Plaintext.UNTOLD, "the answer is no PostgreSQL message");
            }
            byte[] message = in.readNBytes(length - 4);
            return switch (kind) {
                case 'R' -> new Startup(Plaintext.ADMITTED, authentication(message));
                case 'E' -> refusal(message);
                default -> new Startup(Plaintext.UNTOLD, "the answer has the unexpected kind " + (char) kind);
            };
        }
    }

    private static String authentication(byte[] message) {
        return switch (message.length < 4 ? -1 : message[3]) {
            case 0 -> "the session was let in without a password";
            case 3 -> "the server asked for a password in clear";
            case 5 -> "the server asked for an MD5 password";
            case 10 -> "the server asked for a SCRAM password";
            default -> "the server went on to log the session in";
        };
    }

    private static Startup refusal(byte[] message) {
        String state = "";
        String words = "";
        for (String field : new String(message, StandardCharsets.UTF_8).split("\0", -1)) {
            if (field.startsWith("C")) {
                state = field.substring(1);
            } else if (field.startsWith("M")) {
                words = field.substring(1);
            }
        }
        Plaintext result = state.startsWith("28") ? Plaintext.REFUSED : Plaintext.UNTOLD;
        return new Startup(result, Printable.line(state + ": " + words));
    }

    /// Takes every certificate, because it is only looked at: nothing is sent over these connections.
    private static final class Looking implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
