package org.pgrampart.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.check.Check;
import org.pgrampart.report.CatalogueJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the catalogue.
@Command(
        name = "checks",
        description = "The catalogue: every check with its number, severity and title.",
        footer = {"", "Example: pgrampart checks --format json"},
        mixinStandardHelpOptions = true)
final class ChecksCommand implements Callable<Integer> {
    /// How to print it.
    enum Format {
        text,
        json
    }

    private final Context context;

    @Option(names = "--format", paramLabel = "text|json", description = "Text (default) or JSON.")
    private Format format = Format.text;

    ChecksCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (format == Format.json) {
            context.out().print(CatalogueJson.write(Catalogue.ALL));
            return Exit.DONE;
        }
        for (Check<?> check : Catalogue.ALL) {
            context.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-8s %-9s %-12s %s",
                            check.control().number(),
                            check.control().severity().key(),
                            check.control().fixKind().key(),
                            check.control().title()));
        }
        return Exit.DONE;
    }
}
