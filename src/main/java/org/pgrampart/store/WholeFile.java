package org.pgrampart.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Files of the user's own disk, written to a temporary file and renamed: the old content or the new, never a half.
public final class WholeFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private WholeFile() {}

    /// Replaces or creates a file, readable by its owner alone.
    public static void write(Path file, String content) throws StoreException {
        Path temporary = null;
        try {
            Path folder = folder(file);
            // a name of its own for each writer; on POSIX systems such a file is its owner's alone from the start
            temporary = Files.createTempFile(folder, "." + file.getFileName() + ".", ".new");
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            remove(temporary);
            throw new StoreException(
                    "The file " + file + " could not be written: " + cause(e) + ".",
                    "Choose another folder, or free space and rights there.",
                    e);
        }
    }

    /// The file's text.
    public static String read(Path file) throws StoreException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException(
                    "The file " + file + " could not be read: " + cause(e) + ".",
                    "It was left alone; mend or move it and try again.",
                    e);
        }
    }

    /// What is left of a file that could not be put in its place.
    private static void remove(@Nullable Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                System.getLogger(WholeFile.class.getName()).log(System.Logger.Level.DEBUG, "left over", e);
            }
        }
    }

    /// The folder of a file, made when it is not there yet.
    private static Path folder(Path file) throws IOException {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file.toAbsolutePath());
        if (Files.isDirectory(folder)) {
            return folder;
        }
        if (POSIX) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
        return folder;
    }

    private static String cause(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file or folder";
            case java.nio.file.AccessDeniedException _ -> "access is denied";
            case java.nio.charset.CharacterCodingException _ -> "it is not UTF-8 text";
            case java.nio.file.FileAlreadyExistsException f -> f.getFile() + " is no folder";
            case java.nio.file.FileSystemException f when f.getReason() != null -> String.valueOf(f.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}
