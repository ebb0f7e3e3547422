package org.pgrampart.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgrampart.model.Waiver;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The waivers of each target, in one file that people may edit by hand.
public final class WaiverFiles {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Folders folders;

    public WaiverFiles(Folders folders) {
        this.folders = folders;
    }

    public List<Waiver> read(String target) throws StoreException {
        Path file = folders.waivers(target);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Waiver> waivers = MAPPER.readValue(WholeFile.read(file), new TypeReference<List<Waiver>>() {});
            if (waivers == null || waivers.stream().anyMatch(WaiverFiles::lacksSomething)) {
                throw new StoreException(
                        "The file " + file + " holds a waiver without control, subject, justification or who.",
                        "It was left alone; complete the waiver or take it out.");
            }
            return waivers;
        } catch (JacksonException e) {
            throw new StoreException(
                    "The file " + file + " holds no waivers that can be read.",
                    "It was left alone; mend the JSON or move the file away.",
                    e);
        }
    }

    /// Files that people edit by hand may lack what a record takes for granted.
    @SuppressWarnings("ConstantValue")
    private static boolean lacksSomething(@Nullable Waiver waiver) {
        return waiver == null
                || waiver.control() == null
                || waiver.subject() == null
                || waiver.justification() == null
                || waiver.justification().isBlank()
                || waiver.who() == null;
    }

    public void write(String target, List<Waiver> waivers) throws StoreException {
        WholeFile.write(folders.waivers(target), MAPPER.writeValueAsString(waivers) + "\n");
    }
}
