package org.pgrampart.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.LoggerFactory;
import org.pgrampart.target.Checklist.Line;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.ssh.SshConfig;
import org.pgrampart.target.ssh.SshSettings;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/// Reaches a host as `ssh` would: by the user's configuration, through jump hosts, with every host key verified.
final class SshDial {
    private static final int SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int KEEP_ALIVE_MISSES = 3;
    private static final int MOST_JUMPS = 8;
    private static final int USUAL_PORT = 22;
    private static final String LOOPBACK = "127.0.0.1";

    private final RememberedSecrets secrets;
    private final HostKeyQuestion question;
    private final Path ownKnownHosts;
    private final Map<String, String> environment;
    private final Path home;
    private final Lines lines;
    private final SshConfig config;

    SshDial(
            RememberedSecrets secrets,
            HostKeyQuestion question,
            Path ownKnownHosts,
            Map<String, String> environment,
            Path home,
            Lines lines) {
        this.secrets = secrets;
        this.question = question;
        this.ownKnownHosts = ownKnownHosts;
        this.environment = environment;
        this.home = home;
        this.lines = lines;
        this.config = new SshConfig(
                List.of(home.resolve(".ssh").resolve("config"), Path.of("/etc/ssh/ssh_config")),
                home,
                localUser(),
                environment);
    }

    private static String localUser() {
        return System.getProperty("user.name", "root");
    }

    /// Connects and logs in.
    SshLink open(SshAddress address) throws TargetException {
        List<SSHClient> chain = new ArrayList<>();
        boolean done = false;
        try {
            SshLink link = open(address, chain, 0);
            done = true;
            return link;
        } finally {
            if (!done) {
                chain.reversed().forEach(SshLink::quietly);
            }
        }
    }

    private SshLink open(SshAddress address, List<SSHClient> chain, int depth) throws TargetException {
        SshSettings settings = config.of(address.host(), address.user());
        int port = address.port().or(settings::port).orElse(USUAL_PORT);
        String user = settings.user().orElse(localUser());
        if (settings.jumps().size() + depth > MOST_JUMPS) {
            throw new TargetException(
                    Kind.WRONG_INPUT,
                    "~/.ssh/config leads to " + address.host() + " through ever more hosts.",
                    "Look at its ProxyJump lines.");
        }
        if (settings.ignored().contains("proxycommand") && settings.jumps().isEmpty()) {
            throw new TargetException(
                    Kind.WRONG_INPUT,
                    "~/.ssh/config reaches " + address.host() + " by ProxyCommand, which PgRampart does not run.",
                    "Name the hosts in between with ProxyJump instead.");
        }
        if (chain.isEmpty()) {
            for (String jump : settings.jumps()) {
                open(jump(jump, address), chain, depth + settings.jumps().size());
            }
        }
        lines.begin(Line.HOST_KEY);
        HostKeys keys = keys(address, settings, port);
        SSHClient client = client(settings);
        client.addHostKeyVerifier(keys);
        connect(client, settings.host(), port, keys, chain);
        chain.add(client);
        lines.ok(Line.HOST_KEY, settings.host() + " showed " + keys.accepted());
        lines.begin(Line.SSH_LOGIN);
        new SshLogin(client, user, settings, secrets, environment, home).logIn(address.key());
        lines.ok(Line.SSH_LOGIN, user + " is logged in to " + settings.host());
        SshLink.Door door = other -> attempt(address, settings, user, port, other);
        return new SshLink(settings.host(), address.host(), user, List.copyOf(chain), door);
    }

    private HostKeys keys(SshAddress address, SshSettings settings, int port) {
        return new HostKeys(
                known(address, settings),
                ownKnownHosts,
                settings.keyAlias().orElse(settings.host()),
                settings.keyAlias().isPresent() ? USUAL_PORT : port,
                address.acceptHostKey(),
                question);
    }

    /// The host has to show the same key there as at its usual port. A connection of its own is taken, for what comes
    /// late from a tunnel that is closed would end the one that stands.
    private void attempt(SshAddress address, SshSettings settings, String user, int port, int other)
            throws TargetException {
        HostKeys keys = keys(address, settings, port);
        SshDial quiet = new SshDial(secrets, question, ownKnownHosts, environment, home, new Lines(Checklist.NONE));
        SSHClient client = client(settings);
        try (SshLink between = quiet.open(address)) {
            client.addHostKeyVerifier(keys);
            connect(client, LOOPBACK, other, keys, between.chain());
            new SshLogin(client, user, settings, secrets, environment, home).logIn(address.key());
        } finally {
            SshLink.quietly(client);
        }
    }

    private static SshAddress jump(String text, SshAddress to) throws TargetException {
        SshAddress parsed = SshAddress.parse(text);
        return to.knownHosts().map(parsed::knownHosts).orElse(parsed);
    }

    private List<Path> known(SshAddress address, SshSettings settings) {
        List<Path> files = new ArrayList<>();
        address.knownHosts().ifPresent(files::add);
        if (settings.knownHosts().isEmpty()) {
            files.add(home.resolve(".ssh").resolve("known_hosts"));
            files.add(home.resolve(".ssh").resolve("known_hosts2"));
        } else {
            files.addAll(settings.knownHosts());
        }
        files.add(Path.of("/etc/ssh/ssh_known_hosts"));
        return files;
    }

    private static SSHClient client(SshSettings settings) {
        Config config = new DefaultConfig();
        config.setLoggerFactory(new Silence());
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        // no SHA-1 and DSA; host certificates are not understood here, so hosts are asked for their plain keys
        config.setKeyAlgorithms(config.getKeyAlgorithms().stream()
                .filter(a -> !a.getName().equals("ssh-rsa")
                        && !a.getName().equals("ssh-dss")
                        && !a.getName().contains("-cert-"))
                .toList());
        SSHClient client = new SSHClient(config);
        int seconds = settings.connectSeconds().filter(s -> s > 0).orElse(SECONDS);
        client.setConnectTimeout(seconds * 1000);
        if (client.getConnection().getKeepAlive() instanceof KeepAliveRunner runner) {
            runner.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
            runner.setMaxAliveCount(KEEP_ALIVE_MISSES);
        }
        return client;
    }

    private static void connect(SSHClient client, String host, int port, HostKeys keys, List<SSHClient> chain)
            throws TargetException {
        try {
            if (chain.isEmpty()) {
                client.connect(host, port);
            } else {
                client.connectVia(chain.getLast().newDirectConnection(host, port));
            }
        } catch (IOException e) {
            SshLink.quietly(client);
            Optional<TargetException> refusal = keys.refusal();
            throw refusal.isPresent() ? refusal.get() : SshCauses.of(e, host, port, !chain.isEmpty());
        }
    }

    /// The library tells of hosts, users and packets; nobody reads that, and some of it is nobody's business.
    private static final class Silence implements LoggerFactory {
        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
