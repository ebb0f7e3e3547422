package org.pgrampart.target;

import java.util.Optional;
import org.pgrampart.model.Secret;

/// Asks the person for a secret that a connection needs. Called from the working thread, may wait for an answer.
@FunctionalInterface
public interface Secrets {
    /// What kind of secret it is.
    enum Kind {
        DATABASE_PASSWORD,
        SSH_PASSWORD,
        KEY_PASSPHRASE,
        SUDO_PASSWORD
    }

    /// @param what whose secret, in a few words: `role audit on db1`
    /// @return the secret, or empty when the person declines
    Optional<Secret> ask(Kind kind, String what);
}
