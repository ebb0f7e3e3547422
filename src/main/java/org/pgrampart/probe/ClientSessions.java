package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.format.IpAddress;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Row;

/// Who is connected over the network now, and whether it is encrypted.
///
/// @param own the server's addresses; empty without a shell
public record ClientSessions(List<Session> sessions, Optional<HostAddresses> own) {
    /// Sessions that look alike.
    ///
    /// @param database empty for a standby's stream
    /// @param encrypted by TLS or by GSSAPI
    /// @param tls the protocol version: `TLSv1.3`; empty without TLS
    public record Session(
            String role,
            String database,
            String application,
            String address,
            boolean encrypted,
            String tls,
            long count) {}

    private static final Query SESSIONS = Query.cluster("""
            SELECT coalesce(a.usename, '') AS role, coalesce(a.datname, '') AS database, a.application_name,
                   pg_catalog.host(a.client_addr) AS address,
                   coalesce(s.ssl, false) OR coalesce(g.encrypted, false) AS encrypted,
                   coalesce(s.version, '') AS version, count(*) AS count
              FROM pg_catalog.pg_stat_activity a
              LEFT JOIN pg_catalog.pg_stat_ssl s ON s.pid = a.pid
              LEFT JOIN pg_catalog.pg_stat_gssapi g ON g.pid = a.pid
             WHERE a.client_addr IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4""").needs(Query.ALL_STATS);

    public static final Probe<ClientSessions> PROBE = new Probe<>(
            Stream.concat(HostAddresses.PROBE.requests().stream(), Stream.<Request>of(SESSIONS))
                    .toList(),
            ClientSessions::read);

    static ClientSessions read(Answers answers) {
        List<Session> sessions = new ArrayList<>();
        for (Row row : answers.rows(SESSIONS)) {
            sessions.add(new Session(
                    row.text("role"),
                    row.text("database"),
                    row.find("application_name").orElse(""),
                    row.text("address"),
                    row.bool("encrypted"),
                    row.text("version"),
                    row.integer("count")));
        }
        return new ClientSessions(List.copyOf(sessions), HostAddresses.find(answers));
    }

    /// The sessions that come from another machine.
    public List<Session> remote() {
        return sessions.stream()
                .filter(session -> IpAddress.parse(session.address())
                        .filter(address -> address.isLoopback()
                                || own.filter(host -> host.owns(address)).isPresent())
                        .isEmpty())
                .toList();
    }
}
