package org.pgrampart.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What this computer keeps of each change set, for the report and for the day the server is gone.
///
/// @param folder one folder per target; only its owner may read it
record Mirror(Path folder) {
    void write(String id, String name, String text) throws IOException {
        Path own = folder.resolve(id);
        makePrivate(own);
        Path file = Files.createTempFile(own, name, ".tmp"); // readable by its owner alone
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(file, own.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<String> read(String id, String name) throws IOException {
        Path file = folder.resolve(id).resolve(name);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /// The change sets, oldest first.
    List<String> ids() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .map(path -> String.valueOf(path.getFileName()))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static void makePrivate(Path own) throws IOException {
        if (Files.isDirectory(own)) {
            return;
        }
        boolean posix = own.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createDirectories(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(own);
        }
    }
}
