package org.pgrampart.target.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A client of the SSH agent: lists its keys and has it sign. The private keys never leave the agent.
public final class SshAgent {
    /// A key that the agent holds, in SSH's own encoding, with the comment it was added with.
    public record Identity(byte[] key, String comment) {
        /// `ssh-ed25519`
        public String type() {
            ByteBuffer buffer = ByteBuffer.wrap(key);
            byte[] name = new byte[Math.min(buffer.getInt(), buffer.remaining())];
            buffer.get(name);
            return new String(name, StandardCharsets.US_ASCII);
        }
    }

    private static final int LIST = 11;
    private static final int LISTED = 12;
    private static final int SIGN = 13;
    private static final int SIGNED = 14;
    private static final int LONGEST = 1 << 18;
    private static final int MOST_KEYS = 1000;

    private final Path socket;

    public SshAgent(Path socket) {
        this.socket = socket;
    }

    /// The keys it offers.
    ///
    /// @throws IOException when no agent answers there
    public List<Identity> identities() throws IOException {
        ByteBuffer answer = ask(new byte[] {LIST}, LISTED);
        int count = answer.getInt();
        if (count < 0 || count > MOST_KEYS) {
            throw new IOException("the agent's answer makes no sense");
        }
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] key = bytes(answer);
            identities.add(new Identity(key, new String(bytes(answer), StandardCharsets.UTF_8)));
        }
        return identities;
    }

    /// A signature in SSH's own encoding: algorithm, then the signature itself.
    ///
    /// @param flags 4 asks an RSA key for `rsa-sha2-512`, 2 for `rsa-sha2-256`
    /// @throws IOException when the agent or the person at a security key refuses
    public byte[] sign(Identity identity, byte[] data, int flags) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(1 + 4 + identity.key().length + 4 + data.length + 4);
        request.put((byte) SIGN)
                .putInt(identity.key().length)
                .put(identity.key())
                .putInt(data.length)
                .put(data)
                .putInt(flags);
        return bytes(ask(request.array(), SIGNED));
    }

    private ByteBuffer ask(byte[] request, int expected) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var out = new DataOutputStream(Channels.newOutputStream(channel));
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            var in = new DataInputStream(Channels.newInputStream(channel));
            int length = in.readInt();
            if (length < 1 || length > LONGEST) {
                throw new IOException("the agent's answer makes no sense");
            }
            byte[] answer = in.readNBytes(length);
            if (answer.length != length || answer[0] != expected) {
                throw new IOException("the agent refused");
            }
            return ByteBuffer.wrap(answer, 1, length - 1);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new IOException("no agent can be reached at " + socket, e);
        }
    }

    private static byte[] bytes(ByteBuffer from) throws IOException {
        int length = from.remaining() < 4 ? -1 : from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new IOException("the agent's answer makes no sense");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
