package org.pgrampart.target;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Ways to the database port that are no TCP connection of our own: a channel of the SSH connection, a Unix socket.
///
/// The driver wants a socket factory by class name, so the ways are kept here under a key that it hands back. Public
/// because the driver makes it by reflection.
public final class Routes extends SocketFactory {
    /// Both directions of an open way.
    record Stream(InputStream in, OutputStream out, Closeable end) {}

    /// Opens a way.
    @FunctionalInterface
    interface Opener {
        Stream open() throws IOException;
    }

    private static final Map<String, Opener> OPENERS = new ConcurrentHashMap<>();
    private static final AtomicLong KEYS = new AtomicLong();

    private final Opener opener;

    /// Called by the driver with the key.
    public Routes(String key) {
        Opener known = OPENERS.get(key);
        if (known == null) {
            throw new IllegalArgumentException("no way is known under this key");
        }
        this.opener = known;
    }

    /// Makes a way known to the driver.
    static Login.Route register(Opener opener) {
        String key = Long.toString(KEYS.incrementAndGet());
        OPENERS.put(key, opener);
        return new Login.Route(Routes.class.getName(), key);
    }

    static void forget(Login.Route route) {
        OPENERS.remove(route.argument());
    }

    @Override
    public Socket createSocket() {
        return new StreamSocket(opener);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        StreamSocket socket = new StreamSocket(opener);
        socket.connect(null, 0);
        return socket;
    }

    /// A socket over any pair of streams; its options mean nothing there and are ignored.
    private static final class StreamSocket extends Socket {
        private final Opener opener;
        private @Nullable Stream stream;
        private boolean ended;

        StreamSocket(Opener opener) {
            this.opener = opener;
        }

        @Override
        public void connect(@Nullable SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(@Nullable SocketAddress endpoint, int timeout) throws IOException {
            stream = opener.open();
        }

        private Stream stream() throws SocketException {
            Stream open = stream;
            if (open == null || ended) {
                throw new SocketException("the connection is closed");
            }
            return open;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return stream().in();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return stream().out();
        }

        @Override
        public boolean isConnected() {
            return stream != null;
        }

        @Override
        public boolean isClosed() {
            return ended;
        }

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public void setSoTimeout(int millis) {}

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setReceiveBufferSize(int size) {}

        @Override
        public void setSendBufferSize(int size) {}

        @Override
        public void close() throws IOException {
            ended = true;
            Stream open = stream;
            if (open != null) {
                open.end().close();
            }
        }
    }
}
