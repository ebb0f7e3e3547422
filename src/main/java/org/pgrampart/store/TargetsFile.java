package org.pgrampart.store;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pgrampart.target.Target;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The saved targets, in one file without secrets that people may edit by hand.
public final class TargetsFile {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Folders folders;

    public TargetsFile(Folders folders) {
        this.folders = folders;
    }

    public List<Target> list() throws StoreException {
        if (!Files.exists(folders.targets())) {
            return List.of();
        }
        try {
            List<Target> targets =
                    MAPPER.readValue(WholeFile.read(folders.targets()), new TypeReference<List<Target>>() {});
            if (targets == null || targets.stream().anyMatch(TargetsFile::lacksSomething)) {
                throw unreadable(null);
            }
            return targets;
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    /// Files that people edit by hand may lack what a record takes for granted.
    @SuppressWarnings("ConstantValue")
    private static boolean lacksSomething(@Nullable Target target) {
        return target == null
                || target.name() == null
                || target.database() == null
                || target.database().host() == null
                || target.database().database() == null
                || target.database().user() == null
                || target.database().sslMode() == null
                || target.sudo() == null
                || target.environment() == null;
    }

    private StoreException unreadable(@Nullable JacksonException cause) {
        String happened = "The file " + folders.targets() + " holds no targets that can be read.";
        String remedy = "It was left alone; mend the JSON or move the file away.";
        return cause == null ? new StoreException(happened, remedy) : new StoreException(happened, remedy, cause);
    }

    public Optional<Target> find(String name) throws StoreException {
        return list().stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /// Keeps a target; one of the same name is replaced.
    public void put(Target target) throws StoreException {
        List<Target> targets = new ArrayList<>(list());
        targets.removeIf(t -> t.name().equals(target.name()));
        targets.add(target);
        write(targets);
    }

    /// @return whether there was one of that name
    public boolean remove(String name) throws StoreException {
        List<Target> targets = new ArrayList<>(list());
        boolean removed = targets.removeIf(t -> t.name().equals(name));
        if (removed) {
            write(targets);
        }
        return removed;
    }

    private void write(List<Target> targets) throws StoreException {
        WholeFile.write(folders.targets(), MAPPER.writeValueAsString(targets) + "\n");
    }
}
