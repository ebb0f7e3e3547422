package org.pgrampart.access;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Knocks at a real server as far as the first answer, which gives away what pg_hba decided.
final class WireLogin {
    private final Path socketFolder;
    private final int port;

    WireLogin(Path socketFolder, int port) {
        this.socketFolder = socketFolder;
        this.port = port;
    }

    /// The method the server asks for, `reject`, or `none` where no line matches.
    String answer(Login login) throws IOException {
        if (login.origin().isLocal()) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socketFolder.resolve(".s.PGSQL." + port));
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(address);
                return converse(Channels.newInputStream(channel), Channels.newOutputStream(channel), login);
            }
        }
        InetAddress from =
                InetAddress.getByAddress(login.origin().address().orElseThrow().bytes());
        boolean version4 = from.getAddress().length == 4;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(20_000);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(version4 ? "127.0.0.1" : "::1", port), 20_000);
            if (!login.origin().tls()) {
                return converse(socket.getInputStream(), socket.getOutputStream(), login);
            }
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8);
            out.writeInt(80877103);
            out.flush();
            if (socket.getInputStream().read() != 'S') {
                throw new IOException("The server speaks no TLS.");
            }
            try (SSLSocket tls =
                    (SSLSocket) trusting().getSocketFactory().createSocket(socket, "localhost", port, true)) {
                tls.startHandshake();
                return converse(tls.getInputStream(), tls.getOutputStream(), login);
            }
        }
    }

    private static String converse(InputStream in, OutputStream out, Login login) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        word(body, "user");
        word(body, login.role());
        if (login.replication()) {
            word(body, "replication");
            word(body, "true");
        } else {
            word(body, "database");
            word(body, login.database());
        }
        body.write(0);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(body.size() + 8);
        data.writeInt(3 << 16);
        body.writeTo(data);
        data.flush();
        DataInputStream reply = new DataInputStream(in);
        int kind = reply.readUnsignedByte();
        byte[] content = reply.readNBytes(reply.readInt() - 4);
        if (kind == 'R') {
            return switch (content[3]) {
                case 0 -> "trust";
                case 3 -> "password";
                case 5 -> "md5";
                case 10 -> "scram-sha-256";
                default -> "code " + content[3];
            };
        }
        String error = new String(content, StandardCharsets.UTF_8);
        if (error.contains("valid client certificate")) {
            return "certificate";
        }
        if (error.contains("Peer authentication failed")) {
            return "peer failed";
        }
        return error.contains("pg_hba.conf rejects")
                ? "reject"
                : error.contains("no pg_hba.conf entry") ? "none" : error.replace('\0', ' ');
    }

    private static void word(ByteArrayOutputStream body, String word) {
        body.writeBytes(word.getBytes(StandardCharsets.UTF_8));
        body.write(0);
    }

    // the server's certificate is made for this test and proves nothing here
    private static SSLContext trusting() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class TrustsAll implements X509TrustManager {
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
