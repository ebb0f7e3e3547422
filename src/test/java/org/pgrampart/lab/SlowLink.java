package org.pgrampart.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// A TCP relay on loopback that is as slow as a far server: every byte takes the delay in each direction, however
/// many are under way. It can be cut (connections break, new ones are refused) or frozen (silence, as when a
/// firewall drops packets).
public final class SlowLink implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_UNDER_WAY = 256;

    private final InetSocketAddress server;
    private final Duration delay;
    private final ServerSocket entrance;
    private final ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch thaw = new CountDownLatch(0);
    private volatile boolean cut;

    private static final class Parcel {
        private final byte[] bytes;
        private final long due;

        private Parcel(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }

        private boolean isEnd() {
            return bytes.length == 0;
        }
    }

    private SlowLink(InetSocketAddress server, Duration delay) throws IOException {
        this.server = server;
        this.delay = delay;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /// A link to the server, open at [#port] of 127.0.0.1; a round trip takes twice the delay more.
    public static SlowLink to(String address, int port, Duration delayEachWay) throws IOException {
        SlowLink link = new SlowLink(new InetSocketAddress(address, port), delayEachWay);
        link.carriers.execute(link::welcome);
        return link;
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /// Resets every connection and every new one, until [#mend].
    public void cut() {
        cut = true;
        open.forEach(SlowLink::reset);
    }

    /// Holds everything back without a word, until [#mend]. A cut link is mended by it.
    public void freeze() {
        mend();
        thaw = new CountDownLatch(1);
    }

    /// Lets new connections through, and what was held back.
    public void mend() {
        cut = false;
        thaw.countDown();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
        mend();
        carriers.shutdownNow();
        carriers.close();
    }

    private void welcome() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.add(client);
                carriers.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        Socket far = new Socket();
        try {
            if (cut) {
                throw new SocketException("cut");
            }
            open.add(far);
            LockSupport.parkNanos(delay.multipliedBy(2).toNanos()); // the handshake's round trip
            far.connect(server, 10_000);
            far.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            carry(client, far);
            carry(far, client);
        } catch (IOException e) {
            reset(client);
            reset(far);
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Parcel> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        carriers.execute(() -> take(from, to, underWay));
        carriers.execute(() -> deliver(from, to, underWay));
    }

    private void take(Socket from, Socket to, BlockingQueue<Parcel> underWay) {
        byte[] chunk = new byte[CHUNK];
        try {
            int length;
            do {
                length = from.getInputStream().read(chunk);
                byte[] bytes = Arrays.copyOf(chunk, Math.max(length, 0));
                underWay.put(new Parcel(bytes, System.nanoTime() + delay.toNanos()));
            } while (length >= 0);
        } catch (IOException | InterruptedException e) {
            breakOff(from, to, e);
        }
    }

    private void deliver(Socket from, Socket to, BlockingQueue<Parcel> underWay) {
        try {
            for (Parcel parcel = underWay.take(); !parcel.isEnd(); parcel = underWay.take()) {
                for (long left = parcel.due - System.nanoTime(); left > 0; left = parcel.due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                thaw.await();
                to.getOutputStream().write(parcel.bytes);
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            breakOff(from, to, e);
        }
    }

    private void breakOff(Socket from, Socket to, Exception cause) {
        reset(from);
        reset(to);
        open.remove(from);
        open.remove(to);
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}
