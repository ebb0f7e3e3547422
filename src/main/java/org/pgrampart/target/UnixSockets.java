package org.pgrampart.target;

import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Reaches PostgreSQL by its Unix socket, which the driver itself cannot.
final class UnixSockets {
    private UnixSockets() {}

    static Login.Route route(DatabaseAddress address) {
        Path path = Path.of(address.host(), ".s.PGSQL." + address.port());
        return Routes.register(() -> {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
            return new Routes.Stream(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        });
    }
}
