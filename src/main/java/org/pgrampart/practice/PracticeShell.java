package org.pgrampart.practice;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// The SSH server of the practice host: on loopback, with a host key of its own, for one key, running `/bin/sh` where
/// nothing but the practice folder can be touched, and forwarding to the practice database alone.
final class PracticeShell implements AutoCloseable {
    private final SshServer server;
    private final ExecutorService pumps;
    private final PracticeFolder folder;
    private final KeyPair hostKey;

    private PracticeShell(SshServer server, ExecutorService pumps, PracticeFolder folder, KeyPair hostKey) {
        this.server = server;
        this.pumps = pumps;
        this.folder = folder;
        this.hostKey = hostKey;
    }

    static PracticeShell start(PracticeFolder folder, PracticeHost host, int databasePort) throws IOException {
        KeyPair hostKey = newKey();
        KeyPair clientKey = newKey();
        ExecutorService pumps = Executors.newVirtualThreadPerTaskExecutor();
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) ->
                PracticeHost.USER.equals(user) && KeyUtils.compareKeys(key, clientKey.getPublic()));
        server.setCommandFactory((channel, command) -> new PracticeCommand(host, folder.path(), command, pumps));
        server.setForwardingFilter(new OnlyTheDatabase(databasePort));
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ofHours(12));
        server.start();
        PracticeShell shell = new PracticeShell(server, pumps, folder, hostKey);
        writeKey(shell.privateKey(), clientKey);
        Files.writeString(
                shell.knownHosts(),
                "[127.0.0.1]:" + shell.port() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n");
        return shell;
    }

    int port() {
        return server.getPort();
    }

    Path privateKey() {
        return folder.ssh().resolve("id_ecdsa");
    }

    Path knownHosts() {
        return folder.ssh().resolve("known_hosts");
    }

    /// `SHA256:…`
    String hostKeyFingerprint() {
        return KeyUtils.getFingerPrint(hostKey.getPublic());
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            pumps.shutdownNow();
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has elliptic curves.", e);
        }
    }

    private static void writeKey(Path file, KeyPair key) throws IOException {
        if (CacheFolder.isWindows()) {
            Files.createFile(file);
        } else {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        OpenSSHKeyEncryptionContext plain = null;
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "practice", plain, out);
        } catch (GeneralSecurityException e) {
            throw new IOException("The key could not be written.", e);
        }
        Files.write(
                file.resolveSibling("authorized_keys"),
                (PublicKeyEntry.toString(key.getPublic()) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static final class OnlyTheDatabase extends RejectAllForwardingFilter {
        private final int port;

        private OnlyTheDatabase(int port) {
            this.port = port;
        }

        @Override
        public boolean canConnect(Type type, SshdSocketAddress target, Session session) {
            InetAddress address = target.toInetSocketAddress().getAddress();
            return type == Type.Direct && target.getPort() == port && address != null && address.isLoopbackAddress();
        }
    }
}
