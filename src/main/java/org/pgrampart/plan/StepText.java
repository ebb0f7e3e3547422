package org.pgrampart.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.Step;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.format.Shell;

/// Steps as a person reads them; a secret is never among them.
final class StepText {
    /// What stands where a secret does.
    static final String SECRET = "'(verifier, not shown)'";

    private StepText() {}

    static String of(List<Step> steps) {
        return steps.stream().map(StepText::of).collect(Collectors.joining());
    }

    static String of(Step step) {
        return switch (step) {
            case Step.Sql sql ->
                (sql.database() == null ? "" : "-- in database " + Printable.line(sql.database()) + "\n")
                        + Printable.text(sql.text().replace(":'secret'", SECRET)) + ";\n";
            case Step.Write write ->
                "# " + Printable.line(write.path()) + " gets this content"
                        + (write.mode() == null ? "" : ", mode " + write.mode())
                        + (write.owner() == null ? "" : ", owner " + write.owner()) + ":\n"
                        + indented(Masked.text(new String(write.content(), java.nio.charset.StandardCharsets.UTF_8)));
            case Step.Delete(String path) -> "rm " + Shell.quote(Printable.line(path)) + "\n";
            case Step.Attributes attributes -> attributes(attributes);
            case Step.Run(List<String> argv, String input) ->
                Printable.line(String.join(" ", argv)) + "\n" + indented(input);
            case Step.WhenKept(Step kept) -> "# once the change is kept:\n" + of(kept);
        };
    }

    private static String attributes(Step.Attributes step) {
        String path = Shell.quote(Printable.line(step.path())) + "\n";
        return (step.owner() == null ? "" : "chown " + step.owner() + " " + path)
                + (step.mode() == null ? "" : "chmod " + step.mode() + " " + path);
    }

    private static String indented(String text) {
        return Printable.text(text).lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }
}
