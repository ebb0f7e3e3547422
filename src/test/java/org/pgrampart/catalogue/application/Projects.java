package org.pgrampart.catalogue.application;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.Content;
import org.pgrampart.change.FileEdit;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Finding;
import org.pgrampart.model.Secret;
import org.pgrampart.probe.DjangoProject;
import org.pgrampart.python.SourceFile;

/// Django projects made of their settings, for tests.
final class Projects {
    static final String MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site1.settings')\n";

    private Projects() {}

    static DjangoProject of(String... settings) {
        return of(List.of(), settings);
    }

    static DjangoProject of(List<DjangoProject.Entry> entries, String... settings) {
        List<SourceFile> files = List.of(
                file("manage.py", MANAGE),
                file("site1/__init__.py", ""),
                file("site1/settings.py", String.join("\n", settings) + "\n"));
        DjangoProject plain = DjangoProject.of("/srv/shop", files, List.of());
        return new DjangoProject(
                plain.folder(),
                plain.project(),
                plain.files(),
                entries,
                plain.left(),
                plain.settings(),
                Optional.empty());
    }

    static SourceFile file(String path, String text) {
        return new SourceFile(path, text.getBytes(StandardCharsets.UTF_8));
    }

    static Inputs answer(Finding finding, String name, String text) {
        return new Inputs(Map.of(finding.key(), Map.of(name, Secret.of(text))));
    }

    /// The settings after a change, read again.
    static DjangoProject after(DjangoProject project, Change change) {
        FileEdit edit = (FileEdit) change;
        String path = edit.path().substring("/srv/shop/".length());
        List<SourceFile> files = project.files().stream()
                .map(f -> f.path().equals(path)
                        ? new SourceFile(
                                path,
                                edit.edited(Optional.of(new Content(f.content())))
                                        .bytes())
                        : f)
                .toList();
        return DjangoProject.of("/srv/shop", files, List.of());
    }
}
