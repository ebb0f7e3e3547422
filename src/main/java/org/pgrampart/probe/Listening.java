package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.format.IpAddress;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;

/// Where the server listens, by its setting and by the sockets that stand, and the host's own addresses.
///
/// @param configured the names and addresses of `listen_addresses`
/// @param sockets addresses with a listening socket on the server's port; empty without a shell
/// @param unseen why the sockets are not known
/// @param serverAddress the server's end of this session; empty for the Unix socket
public record Listening(
        List<String> configured,
        int port,
        Optional<List<IpAddress>> sockets,
        String unseen,
        Optional<IpAddress> serverAddress,
        Optional<HostAddresses> own) {
    private static final Query SETTING = Query.cluster("""
            SELECT pg_catalog.current_setting('listen_addresses') AS listen, pg_catalog.current_setting('port') AS port,
                   pg_catalog.host(pg_catalog.inet_server_addr()) AS address""");

    private static final Command SOCKETS = Command.server("""
            command -v ss >/dev/null || { echo "the command ss is missing: install iproute2" >&2; exit 77; }
            ss -Hltn "sport = :$PGPORT" | awk '{ print $4 }'""").asUser();

    public static final Probe<Listening> PROBE = new Probe<>(
            Stream.concat(HostAddresses.PROBE.requests().stream(), Stream.<Request>of(SETTING, SOCKETS))
                    .toList(),
            Listening::read);

    static Listening read(Answers answers) {
        var row = answers.rows(SETTING).first();
        Optional<List<IpAddress>> sockets = Optional.empty();
        String unseen = "";
        switch (answers.find(SOCKETS)) {
            case Answer.Seen<Output>(Output output)
            when output.status() == 0 -> sockets = Optional.of(parse(output.lines()));
            case Answer.Seen<Output>(Output output) -> unseen = output.error().strip();
            case Answer.Unseen<Output>(String because, String _) -> unseen = because;
            case Answer.Absent<Output>(String because) -> unseen = because;
        }
        return new Listening(
                names(row.text("listen")),
                (int) row.integer("port"),
                sockets,
                unseen,
                row.find("address").flatMap(IpAddress::parse),
                HostAddresses.find(answers));
    }

    /// From the addresses of `ss`: `127.0.0.1:5432`, `[::1]:5432`, `*:5432`, `10.0.0.5%eth0:5432`.
    public static List<IpAddress> parse(List<String> lines) {
        List<IpAddress> addresses = new ArrayList<>();
        for (String line : lines) {
            int colon = line.lastIndexOf(':');
            if (colon > 0) {
                String bare = line.substring(0, colon).replaceAll("[\\[\\]]|%.*", "");
                IpAddress.parse(bare.equals("*") ? "::" : bare).ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    public static List<String> names(String setting) {
        return Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /// Whether the setting stands for every address of a family.
    public boolean wildcard() {
        return configured.stream().anyMatch(List.of("*", "0.0.0.0", "::")::contains);
    }

    /// Whether nobody outside the host can connect at all.
    public boolean loopbackOnly() {
        return configured.stream()
                .allMatch(name -> name.equals("localhost")
                        || IpAddress.parse(name).map(IpAddress::isLoopback).orElse(false));
    }

    /// Public addresses of the host, as far as they are known.
    public List<IpAddress> publicAddresses() {
        List<IpAddress> known = new ArrayList<>();
        own.ifPresent(host -> known.addAll(host.publicAddresses()));
        serverAddress.filter(HostAddresses::isPublic).ifPresent(known::add);
        return known.stream().distinct().toList();
    }

    /// For tests: a setting, the sockets as `ss` prints them, the host's addresses.
    public static Listening of(String setting, List<String> sockets, String... addresses) {
        return new Listening(
                names(setting),
                5432,
                Optional.of(parse(sockets)),
                "",
                Optional.empty(),
                Optional.of(HostAddresses.of(List.of(addresses))));
    }
}
