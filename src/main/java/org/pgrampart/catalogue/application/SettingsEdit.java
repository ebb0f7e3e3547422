package org.pgrampart.catalogue.application;

import java.util.Optional;
import org.pgrampart.change.Activation;
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
    private static final String PARSE = """
            command -v python3 >/dev/null || exit 0
            exec python3 -c 'import ast, sys; ast.parse(sys.stdin.buffer.read())'
            """;

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
    static Optional<FileEdit> set(DjangoProject project, String name, String python) {
        Optional<Value> value = project.known().find(name);
        boolean literal = value.map(v -> v instanceof Value.Flag
                        || v instanceof Value.Text
                        || v instanceof Value.Number
                        || v instanceof Value.None
                        || v instanceof Value.Items)
                .orElse(true);
        String path = value.map(v -> v.place().path()).orElse(project.known().module());
        Optional<SourceFile> file = project.file(path);
        if (!literal || file.isEmpty()) {
            return Optional.empty();
        }
        FileEdit edit = FileEdit.assign(project.absolute(path), file.get().content(), name, python);
        try {
            edit.edited(edit.base());
        } catch (IllegalArgumentException severalPlaces) {
            return Optional.empty();
        }
        return Optional.of(told(project, edit));
    }

    /// Puts a line at the end of the settings module.
    static Optional<Change> append(DjangoProject project, String line) {
        String module = project.known().module();
        return project.file(module)
                .map(file -> told(
                        project,
                        FileEdit.append(project.absolute(module), file.content(), line + "\n", Effect.AT_ONCE)));
    }

    /// The service is told, where it is known; the file is read by Python once before.
    private static FileEdit told(DjangoProject project, FileEdit edit) {
        return project.service()
                .map(unit -> edit.then(Activation.unit(unit, Optional.of(PARSE))))
                .orElse(edit);
    }

    /// A string as Python writes it.
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "") + '"';
    }
}
