package org.pgrampart.target;

/// Asks the person whether an unknown host key is the right one. A key that has changed is never asked about: it stops.
@FunctionalInterface
public interface HostKeyQuestion {
    /// @param sha256Fingerprint as `ssh-keygen -l` prints it: `SHA256:…`
    /// @param keyType `ssh-ed25519`
    boolean accept(String host, String sha256Fingerprint, String keyType);
}
