package org.pgrampart.ui.kit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.FileChange;
import org.pgrampart.change.Step;
import org.pgrampart.format.Masked;
import org.pgrampart.format.Printable;
import org.pgrampart.format.Shell;
import org.pgrampart.format.TextDiff;

/// The steps of a change as a person reads them, before a plan works out the exact differences.
public final class Steps {
    private Steps() {}

    public static String text(List<Change> changes) {
        return changes.stream().map(Steps::text).collect(Collectors.joining("\n"));
    }

    /// A file as its difference, everything else as its steps.
    public static String text(Change change) {
        if (change instanceof FileChange edit) {
            byte[] before = edit.base().map(Content::bytes).orElseGet(() -> new byte[0]);
            byte[] after = edit.edited(edit.base()).bytes();
            return Printable.text(
                    Masked.text(TextDiff.of(edit.path(), before, after).unified()));
        }
        return change.steps().stream().map(Steps::text).collect(Collectors.joining("\n"));
    }

    private static String text(Step step) {
        String written = switch (step) {
            case Step.Sql(var database, var sql, var _, var _) ->
                (database == null ? "" : "-- in database " + database + "\n") + sql.strip() + ";";
            case Step.Write(var path, var content, var _, var _) ->
                "# " + path + " becomes\n"
                        + Masked.text(new String(content, StandardCharsets.UTF_8))
                                .stripTrailing();
            case Step.Delete(var path) -> "rm -- " + Shell.quote(path);
            case Step.Attributes(var path, var owner, var mode) ->
                (owner == null ? "" : "chown -- " + Shell.quote(owner) + " " + Shell.quote(path))
                        + (owner == null || mode == null ? "" : "\n")
                        + (mode == null ? "" : "chmod -- " + mode + " " + Shell.quote(path));
            case Step.Run(var argv, var input) ->
                Shell.command(argv) + (input.isEmpty() ? "" : " <<'EOF'\n" + input.stripTrailing() + "\nEOF");
            case Step.WhenKept(var later) -> "# once it is kept\n" + text(later);
        };
        return Printable.text(written);
    }
}
