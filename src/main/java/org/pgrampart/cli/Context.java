package org.pgrampart.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import org.pgrampart.store.Folders;

/// The surroundings of a command: clock, folders, streams and environment; tests pass their own.
///
/// @param interactive whether a person sits at a terminal and can be asked
/// @param colour whether results may be coloured
/// @param width columns of the terminal
public record Context(
        Clock clock,
        Folders folders,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean interactive,
        boolean colour,
        int width) {
    /// This process's own.
    public static Context ofThisProcess() {
        Map<String, String> environment = System.getenv();
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        boolean colour = terminal && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
        return new Context(
                Clock.systemUTC(),
                Folders.ofThisUser(),
                System.in,
                System.out,
                System.err,
                environment,
                terminal,
                colour,
                columns(environment));
    }

    private static int columns(Map<String, String> environment) {
        try {
            return Integer.parseInt(environment.getOrDefault("COLUMNS", "120"));
        } catch (NumberFormatException e) {
            return 120;
        }
    }
}
