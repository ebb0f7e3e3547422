package org.pgrampart.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.report.Tool;
import org.pgrampart.store.StoreException;
import org.pgrampart.target.TargetException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The program's commands. Every error becomes one sentence on what happened and one on what to do.
public final class CommandLineProgram {
    /// The command without a name: the window opens elsewhere, here it only explains itself.
    @Command(
            name = "pgrampart",
            description =
                    "Makes a PostgreSQL server behind a Django application safe. Without a command it opens the window.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: pgrampart assess --practice"},
            synopsisSubcommandLabel = "COMMAND")
    static final class Root implements Runnable {
        @Option(
                names = "--debug",
                description = "Show the technical cause of an error as well.",
                scope = CommandLine.ScopeType.INHERIT)
        private boolean debug;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by the parser before anything runs
        private CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
        }
    }

    private CommandLineProgram() {}

    /// Runs one command and returns its exit status.
    public static int run(Context context, String... arguments) {
        Root root = new Root();
        CommandLine line = commands(context, root);
        line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                context.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(Math.clamp(context.width(), 80, 160));
        line.setUsageHelpAutoWidth(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, _) -> {
            CommandLine failed = e.getCommandLine();
            context.err().println(sentence(String.valueOf(e.getMessage())));
            context.err().println("See `" + failed.getCommandSpec().qualifiedName() + " --help`.");
            return Exit.USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> told(context, e, root.debug));
        return line.execute(arguments);
    }

    private static CommandLine commands(Context context, Root root) {
        Doors doors = new Doors(context);
        CommandLine line = new CommandLine(root);
        line.getCommandSpec().version(Tool.NAME);
        line.addSubcommand(new AssessCommand(context, doors));
        line.addSubcommand(new PlanCommand(context, doors));
        line.addSubcommand(new ApplyCommand(context, doors));
        line.addSubcommand(new RollbackCommand(doors));
        line.addSubcommand(new ChangesCommand(context, doors));
        line.addSubcommand(new AccessCommand(context, doors));
        line.addSubcommand(new ChecksCommand(context));
        line.addSubcommand(new PracticeCommand(context, doors));
        line.addSubcommand(new TargetsCommand(context));
        return line;
    }

    private static int told(Context context, Exception e, boolean debug) {
        int status = switch (e) {
            case CommandException c -> {
                say(context, String.valueOf(c.getMessage()), c.remedy());
                yield c.status();
            }
            case TargetException t -> {
                say(context, t.happened(), t.remedy());
                yield t.kind() == TargetException.Kind.WRONG_INPUT ? Exit.USAGE : Exit.NO_CONNECTION;
            }
            case StoreException s -> {
                say(context, s.happened(), s.remedy());
                yield Exit.USAGE;
            }
            default -> {
                say(
                        context,
                        "PgRampart met an error of its own (" + e.getClass().getSimpleName() + ").",
                        "Nothing was being changed on the server; run it again with --debug and report it.");
                yield Exit.NOTHING_ASSESSED;
            }
        };
        if (debug) {
            java.io.StringWriter trace = new java.io.StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            context.err().print(Masked.text(trace.toString()));
        }
        return status;
    }

    private static void say(Context context, String happened, String remedy) {
        context.err().println(Masked.text(Printable.line(happened)));
        context.err().println(Masked.text(Printable.line(remedy)));
    }

    private static String sentence(String message) {
        String line = Printable.line(message);
        return line.endsWith(".") ? line : line + ".";
    }
}
