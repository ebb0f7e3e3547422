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
            return withoutDisplay(context);
        }
        try {
            Window.show(new Desktop(context.clock(), context.folders(), context.environment()), context.clock());
            return 0;
        } catch (UnsupportedOperationException e) {
            return withoutDisplay(context);
        }
    }

    private static int withoutDisplay(Context context) {
        context.err().println("There is no display here, so PgRampart assesses its practice server in the terminal.");
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
