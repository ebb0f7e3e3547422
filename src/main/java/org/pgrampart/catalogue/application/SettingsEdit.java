package org.pgrampart.catalogue.application;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.FileEdit;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.python.Place;
import org.pgrampart.python.SourceFile;
import org.pgrampart.python.Value;

/// Edits of a project's settings: the line that sets a value, or a new line at the end.
final class SettingsEdit {
    private SettingsEdit() {}

    static Subject subject(DjangoProject project, String name) {
        Optional<Place> place = project.known().find(name).map(Value::place);
        String path = place.map(Place::path).orElse(project.known().module());
        return new Subject(
                Subject.Kind.SOURCE, path + place.map(p -> ":" + p.line()).orElse("") + " " + name, path + ":" + name);
    }

    /// The change that gives a setting a value; empty where only a person can, since it is worked out.
    ///
    /// @param python the value as Python writes it
    static Optional<Change> set(DjangoProject project, String name, String python) {
        Optional<Value> value = project.known().find(name);
        if (value.isEmpty()) {
            return append(project, name + " = " + python);
        }
        boolean literal = value.get() instanceof Value.Flag
                || value.get() instanceof Value.Text
                || value.get() instanceof Value.Number
                || value.get() instanceof Value.None
                || value.get() instanceof Value.Items;
        Place place = value.get().place();
        Optional<SourceFile> file = project.file(place.path());
        if (!literal || file.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(file.get().content(), StandardCharsets.UTF_8);
        String line =
                text.lines().skip(Math.max(0, place.line() - 1)).findFirst().orElse("");
        boolean whole = line.matches(Pattern.quote(name) + "\\s*=\\s*[^#\\\\]*[^#\\\\(\\[{,\\s]\\s*(#.*)?");
        boolean once = text.indexOf(line) == text.lastIndexOf(line);
        return whole && once
                ? Optional.of(FileEdit.replace(
                        project.absolute(place.path()),
                        file.get().content(),
                        line,
                        name + " = " + python,
                        Effect.AT_ONCE))
                : Optional.empty();
    }

    /// Puts a line at the end of the settings module.
    static Optional<Change> append(DjangoProject project, String line) {
        String module = project.known().module();
        return project.file(module)
                .map(file -> FileEdit.append(project.absolute(module), file.content(), line + "\n", Effect.AT_ONCE));
    }

    /// A string as Python writes it.
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "") + '"';
    }
}
