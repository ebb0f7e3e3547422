package org.pgrampart.catalogue.network;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class NetworkChecks {
    public static final List<Check<?>> ALL = List.of(
            new ListenAddressesAreNarrow(),
            new NoSocketIsPublic(),
            new HostFirewallIsActive(),
            new LoginRulesNameNarrowRanges(),
            new LayersAgree(),
            new SshDaemonIsHardened());

    private NetworkChecks() {}
}
