package org.pgrampart.catalogue.application;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class ApplicationChecks {
    public static final List<Check<?>> ALL = List.of(
            new DebugIsOff(),
            new SecretKeyIsSecret(),
            new AllowedHostsAreNamed(),
            new CookiesAreProtected(),
            new DatabasePasswordIsNotInTheSource(),
            new DatabaseTrafficIsVerified(),
            new RuntimeRoleHasNoAttributes(),
            new RuntimeRoleOnlyReadsAndWritesRows(),
            new StoredUserPasswordsAreSlowHashes());

    private ApplicationChecks() {}
}
