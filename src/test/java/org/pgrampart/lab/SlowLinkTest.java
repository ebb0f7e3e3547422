package org.pgrampart.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SlowLinkTest {
    private static final Duration DELAY = Duration.ofMillis(60);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket echo;
    private SlowLink link;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::answerAll);
        link = SlowLink.to(echo.getInetAddress().getHostAddress(), echo.getLocalPort(), DELAY);
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
        threads.close();
    }

    @Test
    void aRoundTripTakesTheDelayTwiceAndNotPerByte() throws IOException {
        try (Socket client = connect()) {
            say(client, "warm");
            long start = System.nanoTime();
            say(client, "x".repeat(200_000));
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(taken.compareTo(DELAY.multipliedBy(2)) >= 0, taken.toString());
            assertTrue(taken.compareTo(DELAY.multipliedBy(20)) < 0, taken.toString());
        }
    }

    @Test
    void aCutBreaksWhatIsOpenAndWhatComes() throws IOException {
        try (Socket client = connect()) {
            say(client, "before");
            link.cut();
            assertThrows(IOException.class, () -> say(client, "after"));
        }
        try (Socket client = connect()) {
            assertThrows(IOException.class, () -> say(client, "refused"));
        }
        link.mend();
        try (Socket client = connect()) {
            say(client, "again");
        }
    }

    @Test
    void aFrozenLinkIsSilentAndLosesNothing() throws IOException {
        try (Socket client = connect()) {
            say(client, "before");
            link.freeze();
            client.getOutputStream().write('y');
            client.setSoTimeout(250);
            assertThrows(
                    SocketTimeoutException.class, () -> client.getInputStream().read());
            link.mend();
            client.setSoTimeout(5_000);
            assertEquals('y', client.getInputStream().read());
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.getOutputStream().write(bytes);
        byte[] back = socket.getInputStream().readNBytes(bytes.length);
        if (back.length < bytes.length) {
            throw new EOFException("the other side closed");
        }
        assertArrayEquals(bytes, back);
    }

    private void answerAll() {
        while (!echo.isClosed()) {
            try {
                Socket one = echo.accept();
                threads.execute(() -> answer(one));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void answer(Socket one) {
        try (one) {
            one.getInputStream().transferTo(one.getOutputStream());
        } catch (IOException e) {
            // the link was cut, as the tests mean to
        }
    }
}
