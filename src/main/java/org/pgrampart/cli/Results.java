package org.pgrampart.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pgrampart.assess.Assessment;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;
import org.pgrampart.report.AssessmentHtml;
import org.pgrampart.report.AssessmentJson;
import org.pgrampart.report.AssessmentText;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WholeFile;

/// Where the results of an assessment go, and the exit status they mean.
final class Results {
    /// The formats a result can have; a file's suffix chooses one.
    enum Format {
        TEXT("txt"),
        JSON("json"),
        HTML("html");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        static Format of(String name) {
            return Arrays.stream(values())
                    .filter(f -> f.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new CommandException(
                            Exit.USAGE, "There is no format " + name + ".", "Take one of text, json and html."));
        }

        static Format of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(f -> name.endsWith("." + f.suffix))
                    .findFirst()
                    .orElseThrow(() -> new CommandException(
                            Exit.USAGE,
                            "The suffix of " + file + " names no format.",
                            "End the name in .txt, .json or .html."));
        }
    }

    private Results() {}

    /// Writes the files that were asked for, or prints one result.
    static void put(Context context, Assessment assessment, Format format, List<Path> files) {
        if (files.isEmpty()) {
            boolean colour = context.colour() && format == Format.TEXT;
            context.out().print(written(assessment, format, colour, context.width()));
            context.out().flush();
        }
        for (Path file : files) {
            try {
                WholeFile.write(file, written(assessment, Format.of(file), false, 120));
                context.err().println("Written: " + file.toAbsolutePath());
            } catch (StoreException e) {
                throw new CommandException(Exit.USAGE, e.happened(), e.remedy(), e);
            }
        }
    }

    private static String written(Assessment assessment, Format format, boolean colour, int width) {
        return switch (format) {
            case TEXT -> AssessmentText.write(assessment, colour, width);
            case JSON -> AssessmentJson.write(assessment);
            case HTML -> AssessmentHtml.write(assessment);
        };
    }

    /// @param threshold a severity, or `never`
    static int status(Assessment assessment, String threshold) {
        boolean judged = assessment.results().stream()
                .anyMatch(r -> r.status() != Status.UNKNOWN && r.status() != Status.NOT_APPLICABLE);
        if (!judged) {
            return Exit.NOTHING_ASSESSED;
        }
        if (threshold.equalsIgnoreCase("never")) {
            return Exit.DONE;
        }
        Severity least = severity(threshold);
        boolean reached = assessment.results().stream()
                .anyMatch(r -> (r.status() == Status.FAIL || r.status() == Status.WARN)
                        && r.control().severity().compareTo(least) <= 0);
        return reached ? Exit.FINDINGS : Exit.DONE;
    }

    static Severity severity(String name) {
        return Arrays.stream(Severity.values())
                .filter(s -> s.key().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        Exit.USAGE,
                        "There is no severity " + name + ".",
                        "Take one of critical, high, medium, low, info or never."));
    }
}
