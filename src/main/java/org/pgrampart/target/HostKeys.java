package org.pgrampart.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;
import org.pgrampart.target.TargetException.Kind;
import org.pgrampart.target.ssh.KnownHosts;

/// Decides whether a host key is the right one: known keys pass, changed keys stop, unknown keys are asked about.
final class HostKeys implements HostKeyVerifier {
    private final List<Path> files;
    private final Path own;
    private final String host;
    private final int port;
    private final Optional<String> only;
    private final HostKeyQuestion question;
    private @Nullable TargetException refusal;
    private String accepted = "";

    /// @param files known_hosts files, those that do not exist are skipped
    /// @param own where keys that the person accepts are added
    /// @param host the name under which the key is kept
    /// @param only the one fingerprint to trust, whatever the files say
    HostKeys(List<Path> files, Path own, String host, int port, Optional<String> only, HostKeyQuestion question) {
        this.files = new ArrayList<>(files);
        this.files.add(own);
        this.own = own;
        this.host = host;
        this.port = port;
        this.only = only;
        this.question = question;
    }

    /// Why the key was refused; empty when it was not.
    Optional<TargetException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /// The fingerprint that was accepted.
    String accepted() {
        return accepted;
    }

    @Override
    public boolean verify(String connectedHost, int connectedPort, PublicKey key) {
        byte[] encoded = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        String type = KeyType.fromKey(key).toString();
        refusal = judge(encoded, type);
        accepted = refusal == null ? KnownHosts.fingerprint(encoded) : "";
        return refusal == null;
    }

    private @Nullable TargetException judge(byte[] encoded, String type) {
        String fingerprint = KnownHosts.fingerprint(encoded);
        if (only.isPresent()) {
            return only.get().equals(fingerprint)
                    ? null
                    : refused(
                            "The host key of " + host + " is " + fingerprint + ", not " + only.get() + " as you said.",
                            "Compare it with `ssh-keygen -lf` on the server's console before you trust it.");
        }
        KnownHosts known;
        try {
            known = KnownHosts.read(files);
        } catch (IOException e) {
            return refused(
                    "A file with known host keys cannot be read: " + e.getMessage() + ".",
                    "Give yourself the right to read it, or name another with --known-hosts.");
        }
        return switch (known.judge(host, port, encoded)) {
            case KNOWN -> null;
            case REVOKED ->
                refused(
                        "The host key of " + host + " is marked as revoked: " + fingerprint + ".",
                        "Do not connect; ask who runs the server.");
            case CHANGED ->
                refused(
                        "The host key of " + host + " has changed: known is "
                                + String.join(" or ", known.fingerprints(host, port)) + ", it now shows " + fingerprint
                                + " (" + type + ").",
                        "Either the server was rebuilt, or someone is between you and it: compare the fingerprint with"
                                + " the server's console, and remove the old key only then. Nothing was sent.");
            case UNKNOWN -> ask(encoded, type, fingerprint);
        };
    }

    private @Nullable TargetException ask(byte[] encoded, String type, String fingerprint) {
        if (!question.accept(host, fingerprint, type)) {
            return refused(
                    "The host key of " + host + " is not known here: " + fingerprint + " (" + type + ").",
                    "Compare it with `ssh-keygen -lf` on the server's console, then accept it or pass it with"
                            + " --accept-host-key.");
        }
        String line = KnownHosts.name(host, port) + " " + type + " "
                + Base64.getEncoder().encodeToString(encoded) + "\n";
        try {
            Path parent = own.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(
                    own, line, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            SshLink.LOG.log(System.Logger.Level.WARNING, "The accepted host key could not be kept in " + own + ".");
        }
        return null;
    }

    private static TargetException refused(String happened, String remedy) {
        return new TargetException(Kind.HOST_KEY, happened, remedy);
    }

    @Override
    public List<String> findExistingAlgorithms(String connectedHost, int connectedPort) {
        List<String> algorithms = new ArrayList<>();
        try {
            for (String type : KnownHosts.read(files).types(host, port)) {
                if (type.equals("ssh-rsa")) {
                    algorithms.add("rsa-sha2-512");
                    algorithms.add("rsa-sha2-256");
                } else {
                    algorithms.add(type);
                }
            }
        } catch (IOException e) {
            return List.of(); // verify() will say so
        }
        return algorithms;
    }
}
