package org.pgrampart.target;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.pgrampart.format.Printable;
import org.pgrampart.target.TargetException.Kind;

/// The true cause of an SSH connection that did not come about, in words.
final class SshCauses {
    private SshCauses() {}

    /// @param jumped whether it went through another host
    static TargetException of(IOException e, String host, int port, boolean jumped) {
        String where = host + ":" + port;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return unreachable(
                            "The name " + host + " is not known.",
                            "Look for a typing mistake, or name the host in ~/.ssh/config.",
                            e);
                }
                case ConnectException _ -> {
                    return unreachable(
                            "No SSH server listens at " + where + ".",
                            "Look whether sshd runs there, and on which port.",
                            e);
                }
                case NoRouteToHostException _ -> {
                    return unreachable("There is no way to " + where + ".", "Look at the network and the firewall.", e);
                }
                case SocketTimeoutException _ -> {
                    return unreachable(
                            where + " did not answer in time.",
                            "A firewall may drop the packets; look at it, or go through another host (ProxyJump).",
                            e);
                }
                case OpenFailException _ -> {
                    return unreachable(
                            "The host in between does not reach " + where + ".",
                            "Look at the name and port, and whether its sshd allows forwarding (AllowTcpForwarding).",
                            e);
                }
                default -> {}
            }
        }
        String words = Printable.line(String.valueOf(e.getMessage()));
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("settlement")) {
            return unreachable(
                    "The SSH server at " + where + " knows no algorithm that is still safe.", "Update its OpenSSH.", e);
        }
        if (lower.contains("ident") || lower.contains("closed") || lower.contains("eof") || lower.contains("reset")) {
            return unreachable(
                    "The server at " + where + " closed the connection before any login.",
                    "It may be full (MaxStartups), have banned this address (fail2ban), or be no SSH server.",
                    e);
        }
        return unreachable(
                "No SSH connection to " + where + (jumped ? " through the host in between" : "") + ": " + words + ".",
                "Look at the name, the port and the firewall.",
                e);
    }

    private static TargetException unreachable(String happened, String remedy, IOException e) {
        return new TargetException(Kind.UNREACHABLE, happened, remedy, e);
    }
}
