package org.pgrampart.catalogue.authentication;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class AuthenticationChecks {
    public static final List<Check<?>> ALL = List.of(
            new StoredPasswordsAreScram(),
            new PasswordEncryptionIsScram(),
            new PasswordsResistGuessing(),
            new NoRuleTrusts(),
            new NoRuleAsksForClearTextPasswords(),
            new NoRuleAllowsMd5(),
            new LocalRulesArePeerOrScram(),
            new NetworkRulesNameRolesAndDatabases(),
            new SuperusersLogInOnTheHostOnly(),
            new SuperusersAreKnownFew(),
            new FewRolesMakeRolesOrDatabases(),
            new PowerfulRolesHaveOnlyAdministrators(),
            new PublicCreatesNothing(),
            new PublicHasNoTableRights(),
            new DefinerFunctionsAreNotPublic(),
            new DefinerFunctionsPinSearchPath());

    private AuthenticationChecks() {}
}
