package org.pgrampart;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.pgrampart.cli.CommandLineProgram;
import org.pgrampart.cli.Context;

/// Where the program starts; it must not extend Application, so that JavaFX may stay on the module path alone.
public final class Main {
    /// Held, because a logger nobody holds loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    /// Opens the window without arguments, else runs a command; ends with the command's exit status.
    public static void main(String[] arguments) {
        ROOT.setLevel(Level.WARNING);
        Context context = Context.ofThisProcess();
        if (arguments.length == 0) {
            System.exit(App.window(context));
        }
        System.exit(CommandLineProgram.run(context, arguments));
    }
}
