package org.pgrampart.target;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The command that is handed to the login shell. It reads exactly the script from standard input and leaves the script
/// the rest; sh, csh and fish understand it alike.
///
/// It first prints a random mark on both streams: what comes before it is the noise of start-up files.
record CommandLine(String mark, int scriptBytes, int inputBytes) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /// How root rights are had.
    enum Rise {
        NONE,
        SUDO,
        /// sudo reads the password from the first line of standard input.
        SUDO_WITH_PASSWORD
    }

    static String newMark() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return "pgrampart-" + HexFormat.of().formatHex(random);
    }

    /// @param terminal whether it runs on a terminal, which some sudo rules demand; it never ends the input, so the
    /// script gets its share counted
    String text(Rise rise, boolean terminal) {
        // dd reads byte by byte: head and read may take more than their share from a pipe
        String script = "\"$(dd bs=1 count=" + scriptBytes + " 2>/dev/null)\"";
        // a terminal has one stream for both
        String run = "echo " + mark + "; " + (terminal ? "" : "echo " + mark + " >&2; ")
                + (terminal
                        ? "s=" + script + "; dd bs=1 count=" + inputBytes + " 2>/dev/null | { eval \"$s\"; }"
                        : "eval " + script);
        String shell = "/bin/sh -c '" + run + "'";
        String as = switch (rise) {
            case NONE -> "";
            case SUDO -> "env LC_ALL=C sudo -n -- ";
            case SUDO_WITH_PASSWORD -> "env LC_ALL=C sudo -k -S -p '' -- ";
        };
        return (terminal ? "stty -echo raw; " : "") + "exec " + as + shell;
    }
}
