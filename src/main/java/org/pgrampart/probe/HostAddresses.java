package org.pgrampart.probe;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;

/// The addresses of the server's host, each with the network it is in.
public record HostAddresses(Set<IpRange> networks) {
    private static final Command ADDRESSES = Command.server("""
                    command -v ip >/dev/null || { echo "the command ip is missing: install iproute2" >&2; exit 77; }
                    ip -o addr show | awk '$3 == "inet" || $3 == "inet6" { print $4 }'""").asUser();

    public static final Probe<HostAddresses> PROBE = Probe.of(HostAddresses::read, ADDRESSES);

    private static final List<IpRange> PRIVATE = List.of(
            range("10.0.0.0/8"),
            range("172.16.0.0/12"),
            range("192.168.0.0/16"),
            range("100.64.0.0/10"),
            range("169.254.0.0/16"),
            range("127.0.0.0/8"),
            range("fc00::/7"),
            range("fe80::/10"),
            range("::1/128"));

    private static HostAddresses read(Answers answers) {
        return of(answers.output(ADDRESSES).lines());
    }

    /// For evidence that can also be judged without them.
    static Optional<HostAddresses> find(Answers answers) {
        return answers.find(ADDRESSES) instanceof Answer.Seen<Output>(Output output) && output.status() == 0
                ? Optional.of(of(output.lines()))
                : Optional.empty();
    }

    /// From lines such as `10.0.0.5/24`; other lines are left out.
    public static HostAddresses of(List<String> lines) {
        Set<IpRange> networks = new LinkedHashSet<>();
        lines.forEach(line -> IpRange.parse(line.strip()).ifPresent(networks::add));
        return new HostAddresses(networks);
    }

    /// Whether the whole internet could route to an address; what stands for any address is not public itself.
    public static boolean isPublic(IpAddress address) {
        IpAddress plain = address.unmapped();
        return !isAny(plain) && PRIVATE.stream().noneMatch(range -> range.contains(plain));
    }

    /// `0.0.0.0` or `::`.
    public static boolean isAny(IpAddress address) {
        for (byte part : address.bytes()) {
            if (part != 0) {
                return false;
            }
        }
        return true;
    }

    public List<IpAddress> publicAddresses() {
        return networks.stream()
                .map(IpRange::address)
                .filter(HostAddresses::isPublic)
                .toList();
    }

    /// The first private address that is not loopback, as a suggestion for `listen_addresses`.
    public Optional<IpAddress> privateAddress() {
        return networks.stream()
                .map(IpRange::address)
                .filter(address -> !address.isLoopback() && !isPublic(address) && !isLinkLocal(address))
                .findFirst();
    }

    public boolean owns(IpAddress address) {
        return networks.stream().anyMatch(own -> own.address().equals(address));
    }

    private static boolean isLinkLocal(IpAddress address) {
        return range("fe80::/10").contains(address) || range("169.254.0.0/16").contains(address);
    }

    private static IpRange range(String text) {
        return IpRange.parse(text).orElseThrow();
    }
}
