package org.pgrampart.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgrampart.python.SourceFile;
import org.pgrampart.reading.Output;

class DjangoReadingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Output tar(String... names) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("tar", "-c", "-f", "-"));
        words.addAll(List.of(names));
        Process process = new ProcessBuilder(words).directory(folder.toFile()).start();
        byte[] bytes = process.getInputStream().readAllBytes();
        process.waitFor();
        return new Output(0, bytes, "", false);
    }

    @Test
    void aTarStreamIsReadWithLongNamesAndOddLengths() throws IOException, InterruptedException {
        String deep = "d".repeat(60) + "/" + "e".repeat(60) + "/a.py";
        Files.createDirectories(folder.resolve(deep).getParent());
        Files.writeString(folder.resolve(deep), "x = 1\n");
        Files.writeString(folder.resolve("b.py"), "y".repeat(512));
        Files.writeString(folder.resolve("empty.py"), "");
        List<SourceFile> files = new ArrayList<>();
        List<String> left = new ArrayList<>();
        DjangoReading.untar(tar("./" + deep, "./b.py", "./empty.py"), files, left);
        assertEquals(
                List.of(deep, "b.py", "empty.py"),
                files.stream().map(SourceFile::path).toList());
        assertEquals("x = 1\n", new String(files.getFirst().content(), StandardCharsets.UTF_8));
        assertEquals(List.of(), left);
    }

    @Test
    void aStreamThatWasCutNamesWhatIsMissing() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("a.py"), "x = 1\n");
        Files.writeString(folder.resolve("b.py"), "y".repeat(5000));
        byte[] whole = tar("./a.py", "./b.py").bytes();
        List<SourceFile> files = new ArrayList<>();
        List<String> left = new ArrayList<>();
        DjangoReading.untar(new Output(0, Arrays.copyOf(whole, 2000), "", true), files, left);
        assertEquals(List.of("a.py"), files.stream().map(SourceFile::path).toList());
        assertEquals("b.py", left.getFirst());
        assertEquals(2, left.size());
    }

    @Test
    void theServicesVariablesWinOverTheFiles() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("s"));
        Files.writeString(folder.resolve("s/settings.py"), "import os\nDEBUG = os.environ['D'] == 'yes'\n");
        Output around =
                Output.of("FROM process 7\nSERVICE D=no\nSERVICE DJANGO_SETTINGS_MODULE=s.settings\nFILE D=yes\n"
                        + "MODE 644|root|www|./.env\nPARENT 700|root|www|/srv\n");
        DjangoProject project = DjangoReading.read("/srv", tar("./s/settings.py"), around);
        assertEquals(Optional.of("process 7"), project.environment());
        assertEquals("s/settings.py", project.known().module());
        assertFalse(project.entries().getFirst().othersRead(), "nobody else can enter the folder");
    }
}
