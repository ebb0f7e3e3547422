package org.pgrampart.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.FileChange;
import org.pgrampart.change.FileContent;
import org.pgrampart.change.SetVerifier;
import org.pgrampart.format.Printable;
import org.pgrampart.probe.ConfigurationOwner;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;
import org.pgrampart.reading.Unreadable;

/// What besides us has a say on this server: a manager of its configuration, a base backup, what sudo records.
final class Circumstances {
    /// These write the files again from their own sources as soon as they differ.
    private static final Set<String> MANAGERS = Set.of("patroni", "kubernetes", "cloudnativepg", "stackgres");

    private static final Query BASE_BACKUP = Query.cluster(
                    "SELECT count(*) AS running FROM pg_catalog.pg_stat_progress_basebackup")
            .since(13);

    static final List<Request> READS;

    static {
        List<Request> reads = new ArrayList<>(ConfigurationOwner.PROBE.requests());
        reads.add(BASE_BACKUP);
        READS = List.copyOf(reads);
    }

    private final Server server;
    private final boolean backup;
    private final boolean alterSystem;
    private final List<ConfigurationOwner.Tool> tools;
    private final Optional<String> manager;

    Circumstances(Server server, Answers answers) {
        this.server = server;
        this.backup = answers.find(BASE_BACKUP) instanceof Answer.Seen<Rows>(Rows rows)
                && rows.stream()
                        .findFirst()
                        .map(row -> row.integer("running") > 0)
                        .orElse(false);
        Optional<ConfigurationOwner> owner = owner(answers);
        this.alterSystem = owner.map(ConfigurationOwner::alterSystem).orElse(true);
        this.tools = owner.map(ConfigurationOwner::tools)
                .filter(Answer.Seen.class::isInstance)
                .map(Answer::get)
                .orElse(List.of());
        this.manager = owner.flatMap(ConfigurationOwner::managed)
                .or(() -> tools.stream()
                        .map(ConfigurationOwner.Tool::name)
                        .filter(name -> MANAGERS.contains(name.toLowerCase(Locale.ROOT)))
                        .findFirst());
    }

    private static Optional<ConfigurationOwner> owner(Answers answers) {
        try {
            return Optional.of(ConfigurationOwner.PROBE.read().apply(answers));
        } catch (Unreadable | NotHere e) {
            return Optional.empty();
        }
    }

    /// Why a change is only shown; empty when it is made. What a manager holds would soon be as before.
    Optional<String> managed(Change change) {
        return manager.filter(_ -> change instanceof AlterSystem || isConfiguration(change))
                .map(name -> Printable.line(name) + " manages this server's configuration: make this change there.");
    }

    /// Why a change cannot be made now, in sentences; empty when it can.
    Optional<String> refuses(Change change) {
        if (change instanceof SetVerifier && server.paths().containsKey("SUDOLOG")) {
            return Optional.of("sudo on the host records what is sent to it (log_input), and the password's verifier"
                    + " would be kept there; log in as root, or turn that off for this user.");
        }
        if (change instanceof AlterSystem && !alterSystem) {
            return Optional.of("The server forbids ALTER SYSTEM (allow_alter_system); set it in postgresql.conf.");
        }
        if (backup && (change instanceof AlterSystem || isConfiguration(change))) {
            return Optional.of("A base backup is running and would copy half-made files; wait until it is done.");
        }
        return Optional.empty();
    }

    /// What the person should know of the tools that write the files of these changes.
    List<String> notes(Iterable<Change> changes) {
        Set<String> notes = new LinkedHashSet<>();
        for (Change change : changes) {
            for (ConfigurationOwner.Tool tool : tools) {
                if (manager.isEmpty() && path(change).equals(Optional.of(tool.place()))) {
                    notes.add(tool.name() + " writes " + tool.place()
                            + " too and may soon overwrite it: make the change there as well.");
                }
            }
        }
        return List.copyOf(notes);
    }

    private static Optional<String> path(Change change) {
        return switch (change) {
            case FileChange file -> Optional.of(file.path());
            case FileContent file -> Optional.of(file.path());
            default -> Optional.empty();
        };
    }

    private boolean isConfiguration(Change change) {
        Optional<String> path = path(change);
        return path.isPresent()
                && List.of("PGCONF", "PGHBA", "PGIDENT").stream()
                        .map(name -> server.paths().getOrDefault(name, ""))
                        .filter(file -> !file.isEmpty())
                        .anyMatch(file -> path.get().startsWith(file.substring(0, file.lastIndexOf('/') + 1)));
    }
}
