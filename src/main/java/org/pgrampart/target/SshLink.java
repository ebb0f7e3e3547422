package org.pgrampart.target;

import java.io.IOException;
import java.util.List;
import net.schmizz.sshj.SSHClient;

/// A logged-in SSH connection and those it goes through.
///
/// @param host where it ends
/// @param alias what the person calls that host
/// @param chain every connection, the first one first
/// @param door logs in once more, by the same keys, where a port of the host itself answers
record SshLink(String host, String alias, String user, List<SSHClient> chain, Door door) implements AutoCloseable {
    /// Another login, through a connection of its own.
    @FunctionalInterface
    interface Door {
        /// @throws TargetException of kind UNREACHABLE when nothing could be tried, else why the login failed
        void attempt(int port) throws TargetException;
    }

    static final System.Logger LOG = System.getLogger(SshLink.class.getName());

    SSHClient client() {
        return chain.getLast();
    }

    @Override
    public void close() {
        chain.reversed().forEach(SshLink::quietly);
    }

    /// A connection that cannot even be closed is gone already.
    static void quietly(SSHClient client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing an SSH connection", e);
        }
    }
}
