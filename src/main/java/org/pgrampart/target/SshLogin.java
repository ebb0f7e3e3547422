package org.pgrampart.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Secret;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.ssh.AgentLogin;
import org.pgrampart.target.ssh.PublicKeys;
import org.pgrampart.target.ssh.SshAgent;
import org.pgrampart.target.ssh.SshSettings;

/// Logs in to a host whose key is verified: keys of the agent, then key files, and a password last of all.
final class SshLogin {
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final SSHClient client;
    private final String user;
    private final SshSettings settings;
    private final RememberedSecrets secrets;
    private final Map<String, String> environment;
    private final Path home;
    private final List<String> tried = new ArrayList<>();

    SshLogin(
            SSHClient client,
            String user,
            SshSettings settings,
            RememberedSecrets secrets,
            Map<String, String> environment,
            Path home) {
        this.client = client;
        this.user = user;
        this.settings = settings;
        this.secrets = secrets;
        this.environment = environment;
        this.home = home;
    }

    /// @param onlyKey the key file that the person named for this target
    void logIn(Optional<Path> onlyKey) throws TargetException {
        // asking for nothing tells what the server would take
        if (attempt(new AuthNone()) || keys(onlyKey) || password()) {
            return;
        }
        Collection<String> allowed = client.getUserAuth().getAllowedMethods();
        String remedy = allowed.contains("publickey")
                ? "Load the right key into the agent, name it with --ssh-key, or look at authorized_keys on the host."
                : "The host takes only " + Printable.line(String.join(", ", allowed)) + "; use a user who may do that.";
        throw new TargetException(Kind.LOGIN, refused(), remedy);
    }

    private String refused() {
        String what = tried.isEmpty() ? "there was no key and no password to try" : "tried " + String.join(", ", tried);
        return settings.host() + " refused the SSH login of " + user + ": " + what + ".";
    }

    private boolean attempt(AuthMethod method) throws TargetException {
        try {
            client.auth(user, List.of(method));
            return true;
        } catch (UserAuthException e) {
            if (client.isConnected()) {
                return false;
            }
            throw lost(e);
        } catch (SSHException | IllegalStateException e) { // the latter is how sshj tells of one that ended before
            throw lost(e);
        }
    }

    private TargetException lost(Exception e) {
        return new TargetException(
                Kind.LOGIN,
                refused() + " Then it closed the connection.",
                "It may allow fewer keys than were tried: name the right one with --ssh-key, or set IdentitiesOnly in"
                        + " ~/.ssh/config.",
                e);
    }

    private boolean keys(Optional<Path> onlyKey) throws TargetException {
        List<Path> files = new ArrayList<>();
        if (onlyKey.isPresent()) {
            files.add(onlyKey.get());
        } else if (!settings.identityFiles().isEmpty()) {
            files.addAll(settings.identityFiles());
        } else {
            USUAL_KEYS.forEach(name -> files.add(home.resolve(".ssh").resolve(name)));
        }
        List<byte[]> held = new ArrayList<>();
        if (agent(files, onlyKey.isPresent() || settings.identitiesOnly(), held)) {
            return true;
        }
        for (Path file : files) {
            Optional<byte[]> key = PublicKeys.of(file);
            if (key.isPresent() && held.stream().anyMatch(other -> Arrays.equals(other, key.get()))) {
                continue;
            }
            if (!Files.isReadable(file)) {
                if (onlyKey.isPresent()) {
                    throw new TargetException(
                            Kind.WRONG_INPUT,
                            "The key file " + file + " cannot be read.",
                            "Look at the path and its rights.");
                }
            } else if (file(file)) {
                return true;
            }
        }
        return false;
    }

    /// Keys of the files come first, then the others, unless only those of the files may be used.
    private boolean agent(List<Path> files, boolean onlyThese, List<byte[]> held) throws TargetException {
        String socket = settings.agent().orElse(environment.getOrDefault("SSH_AUTH_SOCK", "none"));
        if (socket.equals("none") || socket.isEmpty()) {
            return false;
        }
        SshAgent agent = new SshAgent(Path.of(socket));
        List<SshAgent.Identity> identities;
        try {
            identities = agent.identities();
        } catch (IOException e) {
            tried.add("the agent (it did not answer)");
            return false;
        }
        List<SshAgent.Identity> ordered = new ArrayList<>();
        for (Path file : files) {
            PublicKeys.of(file)
                    .ifPresent(key -> identities.stream()
                            .filter(identity -> Arrays.equals(identity.key(), key))
                            .forEach(ordered::add));
        }
        if (!onlyThese) {
            identities.stream().filter(identity -> !ordered.contains(identity)).forEach(ordered::add);
        }
        for (SshAgent.Identity identity : ordered) {
            held.add(identity.key());
            tried.add("agent key " + Printable.line(identity.comment()));
            if (attempt(new AgentLogin(agent, identity))) {
                return true;
            }
        }
        return false;
    }

    private boolean file(Path file) throws TargetException {
        Asking asking = new Asking(file);
        tried.add("key " + file);
        try {
            KeyProvider key = client.loadKeys(file.toString(), asking);
            if (attempt(new AuthPublickey(key))) {
                return true;
            }
        } catch (IOException e) {
            tried.set(tried.size() - 1, "key " + file + " (no private key that can be read)");
            return false;
        }
        if (asking.asked > 0) {
            tried.set(tried.size() - 1, "key " + file + " (its passphrase may be wrong)");
            secrets.forget(Secrets.Kind.KEY_PASSPHRASE, asking.what());
        }
        return false;
    }

    private boolean password() throws TargetException {
        Collection<String> allowed = client.getUserAuth().getAllowedMethods();
        boolean plain = allowed.contains("password");
        if (!plain && !allowed.contains("keyboard-interactive")) {
            return false;
        }
        String whose = user + " on " + settings.host();
        Optional<Secret> password = secrets.ask(Secrets.Kind.SSH_PASSWORD, whose);
        if (password.isEmpty()) {
            return false;
        }
        Given given = new Given(password.get());
        tried.add("the password");
        if (plain && attempt(new AuthPassword(given))) {
            return true;
        }
        if (allowed.contains("keyboard-interactive")
                && attempt(new AuthKeyboardInteractive(new PasswordResponseProvider(given)))) {
            return true;
        }
        secrets.forget(Secrets.Kind.SSH_PASSWORD, whose);
        return false;
    }

    private record Given(Secret password) implements PasswordFinder {
        @Override
        public char[] reqPassword(Resource<?> resource) {
            return password.characters();
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }
    }

    /// Asks for a passphrase when the key turns out to need one.
    private final class Asking implements PasswordFinder {
        private final Path file;
        private int asked;

        Asking(Path file) {
            this.file = file;
        }

        String what() {
            return "key " + file;
        }

        @Override
        public char[] reqPassword(Resource<?> resource) {
            asked++;
            return secrets.ask(Secrets.Kind.KEY_PASSPHRASE, what())
                    .map(Secret::characters)
                    .orElseGet(() -> new char[0]);
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }
    }
}
