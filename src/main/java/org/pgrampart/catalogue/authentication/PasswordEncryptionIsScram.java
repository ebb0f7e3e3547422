package org.pgrampart.catalogue.authentication;

import java.util.List;
import org.pgrampart.check.SettingCheck;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Severity;

/// AUTH-02.
public final class PasswordEncryptionIsScram extends SettingCheck {
    private static final Control CONTROL = new Control(
            "AUTH-02",
            Area.AUTHENTICATION,
            Severity.HIGH,
            FixKind.AUTOMATIC,
            "New passwords are stored as SCRAM-SHA-256 verifiers",
            """
            With md5 every password set from now on is kept as a hash that logs in by itself: whoever reads it from a \
            backup or a replica needs no password. A SCRAM verifier cannot be replayed and is slow to guess.""",
            """
            Set password_encryption to scram-sha-256 and reload. Passwords that are already stored stay as they are \
            until each role sets its own again.""",
            "Drivers older than libpq 10, pgjdbc 42.2 or psycopg2 2.8 cannot log in with passwords set afterwards.",
            List.of("https://www.postgresql.org/docs/current/auth-password.html", "CIS 5.4"));

    public PasswordEncryptionIsScram() {
        super(CONTROL, Bound.fails("password_encryption", "scram-sha-256"));
    }
}
