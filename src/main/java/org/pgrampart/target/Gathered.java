package org.pgrampart.target;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What arrives on one stream of a command: the noise before the mark, and what follows it up to a limit.
final class Gathered {
    private static final int NOISE = 1 << 16;

    private final byte[] mark;
    private final int limit;
    private final CountDownLatch seen = new CountDownLatch(1);
    private final ByteArrayOutputStream noise = new ByteArrayOutputStream();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean marked;
    private boolean cut;

    Gathered(String mark, int limit) {
        this.mark = (mark + "\n").getBytes(StandardCharsets.US_ASCII);
        this.limit = limit;
    }

    /// Reads to the end; what is beyond the limit is read and dropped, so that the command does not wait.
    Gathered drain(InputStream in) throws IOException {
        byte[] buffer = new byte[32_768];
        try {
            int count;
            while ((count = in.read(buffer)) >= 0) {
                take(buffer, count);
            }
        } finally {
            seen.countDown();
        }
        return this;
    }

    private synchronized void take(byte[] buffer, int count) {
        if (marked) {
            keep(buffer, 0, count);
            return;
        }
        noise.write(buffer, 0, count);
        byte[] all = noise.toByteArray();
        int at = Frames.find(all, mark, 0);
        if (at >= 0) {
            marked = true;
            noise.reset();
            noise.write(all, 0, at);
            keep(all, at + mark.length, all.length - at - mark.length);
            seen.countDown();
        } else if (all.length > NOISE) {
            // the mark may have begun to arrive
            noise.reset();
            noise.writeBytes(Arrays.copyOfRange(all, all.length - mark.length, all.length));
        }
    }

    private void keep(byte[] from, int at, int count) {
        int room = Math.min(count, limit - content.size());
        content.write(from, at, Math.max(0, room));
        cut |= room < count;
    }

    /// Waits until the mark has arrived; false when the stream ended or time ran out before.
    boolean awaitMark(long seconds) throws InterruptedException {
        return seen.await(seconds, TimeUnit.SECONDS) && isMarked();
    }

    synchronized boolean isMarked() {
        return marked;
    }

    synchronized boolean isCut() {
        return cut;
    }

    synchronized byte[] bytes() {
        return content.toByteArray();
    }

    /// What came before the mark.
    synchronized String noise() {
        return noise.toString(StandardCharsets.UTF_8);
    }
}
