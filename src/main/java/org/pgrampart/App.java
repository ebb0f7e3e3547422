package org.pgrampart;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.pgrampart.cli.CommandLineProgram;
import org.pgrampart.cli.Context;
import org.pgrampart.ui.Window;

/// Puts the parts of the program together.
final class App {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private App() {}

    /// Opens the window; without a display says so and assesses a practice server in the terminal instead.
    static int window(Context context) {
        if (!Window.canShow(context.environment(), System.getProperty("os.name", ""))) {
            return inTerminal(context, "There is no display here");
        }
        try {
            Window.show(new Desktop(context.clock(), context.folders(), context.environment()), context.clock());
            return 0;
        } catch (UnsupportedOperationException e) {
            // what JavaFX says of a missing GTK and of a display that refuses is the same
            return inTerminal(
                    context,
                    "The window cannot open on this display (it needs GTK 3, on Debian the package libgtk-3-0)");
        }
    }

    private static int inTerminal(Context context, String because) {
        context.err().println(because + ", so PgRampart assesses its practice server in the terminal.");
        Path report = context.folders()
                .data()
                .resolve("reports")
                .resolve("practice-" + NAME.format(context.clock().instant()) + ".html");
        int status = CommandLineProgram.run(
                context, "assess", "--practice", "--fail-on", "never", "--report", report.toString());
        context.err().println("See `pgrampart --help` for the commands.");
        return status;
    }
}
