package org.pgrampart.python;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Django version a project's files tell.
///
/// @param source the file that tells it
public record DjangoVersion(String version, String source) {
    private static final Pattern INSTALLED = Pattern.compile("(?i)(?:^|.*/)django-(\\d+(?:\\.\\w+)*)\\.dist-info/.*");
    private static final Pattern PINNED =
            Pattern.compile("(?im)^\\s*django(?:\\[[^]]*\\])?\\s*===?\\s*(\\d+(?:\\.\\w+)*)");
    private static final Pattern LOCKED =
            Pattern.compile("(?i)name\\s*=\\s*\"django\"\\s*\\R\\s*version\\s*=\\s*\"(\\d+(?:\\.\\w+)*)\"");
    private static final Pattern PIPFILE =
            Pattern.compile("(?is)\"django\"\\s*:\\s*\\{[^}]*?\"version\"\\s*:\\s*\"==(\\d+(?:\\.\\w+)*)\"");

    /// What is installed counts before what is locked, that before what is pinned; ranges say nothing.
    public static Optional<DjangoVersion> find(Collection<SourceFile> files) {
        for (SourceFile file : files) {
            Matcher matcher = INSTALLED.matcher(file.path());
            if (matcher.matches()) {
                return Optional.of(new DjangoVersion(matcher.group(1), file.path()));
            }
        }
        Optional<DjangoVersion> locked = first(files, ".lock", LOCKED).or(() -> first(files, "Pipfile.lock", PIPFILE));
        return locked.or(() -> first(files, ".txt", PINNED)).or(() -> first(files, ".in", PINNED));
    }

    private static Optional<DjangoVersion> first(Collection<SourceFile> files, String ending, Pattern pattern) {
        for (SourceFile file : files) {
            if (file.path().endsWith(ending)) {
                Matcher matcher = pattern.matcher(new String(file.content(), StandardCharsets.UTF_8));
                if (matcher.find()) {
                    return Optional.of(new DjangoVersion(matcher.group(1), file.path()));
                }
            }
        }
        return Optional.empty();
    }
}
