package org.pgrampart.plan;

import java.util.Optional;
import org.pgrampart.change.AlterDatabase;
import org.pgrampart.change.Change;
import org.pgrampart.change.RenameRole;
import org.pgrampart.change.Revoke;
import org.pgrampart.reading.Server;

/// Refuses what would close the door behind this very session, whatever the rules for logins say.
final class OwnWayIn {
    /// Where repairs are made from: it is there on every server.
    private static final String COMMON = "postgres";

    private OwnWayIn() {}

    /// Why, in a sentence; empty when it is not refused.
    static Optional<String> refuses(Server server, Change change) {
        return switch (change) {
            case RenameRole rename
            when rename.role().equals(server.role()) && !rename.to().equals(server.role()) ->
                Optional.of("This session is logged in as " + rename.role() + ".");
            case AlterDatabase closed
            when closed.allowConnections().equals(Optional.of(false))
                    && closed.database().equals(COMMON) ->
                Optional.of("Repairs are made from the database " + COMMON + ", so it stays open.");
            case AlterDatabase closed
            when closed.allowConnections().equals(Optional.of(false))
                    && server.databases().size() < 2 ->
                Optional.of("It is the last database that can be connected to.");
            case Revoke revoke
            when revoke.privilege().word().equals("CONNECT")
                    && !server.superuser()
                    && revoke.privilege().grantee().equals(Optional.of(server.role())) ->
                Optional.of("This session connects by that right.");
            default -> Optional.empty();
        };
    }
}
