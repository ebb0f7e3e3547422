package org.pgrampart.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
    private static final String MODERN = """
            # a comment
            Types: deb deb-src
            # another
            URIs: http://mirror.example/debian
            Suites: bookworm bookworm-updates
            Components: main
             contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://mirror.example/debian-security
            Suites: bookworm-security
            Components: main
            """;

    @TempDir
    Path apt;

    @Test
    void theModernFormIsRead() throws IOException {
        write("sources.list.d/debian.sources", MODERN);
        assertEquals(Optional.of("http://mirror.example/debian"), mirror());
    }

    @Test
    void theOldFormIsReadWithItsOptions() throws IOException {
        write("sources.list", """
                # deb http://commented.example/debian bookworm main
                deb-src http://source.example/debian bookworm main
                deb [arch=amd64 signed-by=/x.gpg] http://old.example/debian bookworm main contrib # note
                """);
        assertEquals(Optional.of("http://old.example/debian"), mirror());
    }

    @Test
    void aDisabledStanzaIsPassedOver() throws IOException {
        write("sources.list.d/a.sources", "Enabled: no\n" + MODERN.replace("mirror.", "off."));
        write("sources.list.d/b.list", "deb http://on.example/debian bookworm main\n");
        write("sources.list.d/c.list.disabled", "deb http://never.example/debian bookworm main\n");
        assertEquals(Optional.of("http://on.example/debian"), mirror());
    }

    @Test
    void anotherVendorsRepositoryIsNotTakenForDebian() throws IOException {
        write("sources.list.d/a.list", "deb http://vendor.example/repo nodistro main\n");
        write("sources.list.d/debian.sources", MODERN);
        assertEquals(Optional.of("http://mirror.example/debian"), mirror());
    }

    @Test
    void aNewerDebianKnowsTheOldReleaseToo() throws IOException {
        write("sources.list.d/a.list", "deb http://vendor.example/repo nodistro main\n");
        write("sources.list.d/debian.sources", MODERN.replace("bookworm", "trixie"));
        assertEquals(Optional.of("http://mirror.example/debian"), mirror());
    }

    @Test
    void withoutSourcesThereIsNoMirror() {
        assertEquals(Optional.empty(), mirror());
    }

    private Optional<String> mirror() {
        return AptSources.in(apt).mirror("bookworm");
    }

    private void write(String name, String text) throws IOException {
        Path file = apt.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
