package org.pgrampart.access;

import java.util.Optional;
import org.pgrampart.format.IpAddress;

/// Where a login comes from: the Unix socket (no address) or a network address.
///
/// `hostName` is what the address resolves to and back: empty if we do not know, a name without characters if it is
/// known that no name of the rules belongs to it.
public record Origin(Optional<IpAddress> address, Optional<String> hostName, boolean tls, boolean gss) {
    public static final Origin LOCAL_SOCKET = new Origin(Optional.empty(), Optional.empty(), false, false);

    /// An IPv4 address in IPv6 clothes counts as IPv4: the server's sockets never see the former.
    public static Origin network(IpAddress address, boolean tls) {
        return new Origin(Optional.of(address.unmapped()), Optional.empty(), tls, false);
    }

    public Origin named(String name) {
        return new Origin(address, Optional.of(name), tls, gss);
    }

    public boolean isLocal() {
        return address.isEmpty();
    }

    @Override
    public String toString() {
        return address.map(ip -> ip + (gss ? " with GSS encryption" : tls ? " with TLS" : " without TLS"))
                .orElse("the local socket");
    }
}
