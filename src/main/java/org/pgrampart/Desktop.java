package org.pgrampart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pgrampart.model.Secret;
import org.pgrampart.plan.Mode;
import org.pgrampart.practice.PracticeException;
import org.pgrampart.practice.PracticeOptions;
import org.pgrampart.practice.PracticeServer;
import org.pgrampart.store.AssessmentFiles;
import org.pgrampart.store.Folders;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.StoredAssessment;
import org.pgrampart.store.TargetsFile;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.Connector;
import org.pgrampart.target.HostKeyQuestion;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetText;
import org.pgrampart.ui.kit.Engine;
import org.pgrampart.ui.kit.Live;
import org.pgrampart.ui.kit.TargetForm;
import org.pgrampart.ui.kit.TargetForm.Field;

/// What stands behind the window: real servers, the practice server, the user's own files.
final class Desktop implements Engine {
    private final Clock clock;
    private final Folders folders;
    private final Map<String, String> environment;
    private final Practice practice;

    /// Starts a practice server, telling each step.
    interface Practice {
        PracticeServer start(Consumer<String> progress);
    }

    Desktop(Clock clock, Folders folders, Map<String, String> environment) {
        this(clock, folders, environment, progress -> PracticeServer.start(PracticeOptions.weak(), clock, progress));
    }

    Desktop(Clock clock, Folders folders, Map<String, String> environment, Practice practice) {
        this.practice = practice;
        this.clock = clock;
        this.folders = folders;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Known> known() throws TargetException {
        try {
            var files = new AssessmentFiles(folders);
            List<Known> known = new ArrayList<>();
            for (Target target : new TargetsFile(folders).list()) {
                List<Path> kept = files.list(target.name());
                Optional<StoredAssessment> newest =
                        kept.isEmpty() ? Optional.empty() : Optional.of(StoredAssessment.read(kept.getFirst()));
                known.add(new Known(
                        TargetForms.form(target),
                        newest.map(StoredAssessment::started),
                        newest.map(StoredAssessment::score).orElse(OptionalInt.empty())));
            }
            known.sort(java.util.Comparator.comparing((Known k) -> k.assessed().orElse(Instant.EPOCH))
                    .reversed());
            return List.copyOf(known);
        } catch (StoreException e) {
            throw Connected.trouble(e);
        }
    }

    @Override
    public TargetForm understand(String pasted) {
        if (alias(pasted)) {
            Map<Field, String> values = new EnumMap<>(Field.class);
            values.put(Field.SSH_HOST, pasted);
            values.put(Field.HOST, "localhost");
            values.put(Field.TUNNEL, "through SSH");
            values.put(Field.NAME, pasted);
            return new TargetForm(values, Map.of(Field.SSH_HOST, "from ~/.ssh/config"), Optional.empty(), Map.of());
        }
        try {
            return TargetForms.form(TargetText.parse(pasted, environment));
        } catch (IllegalArgumentException e) {
            return TargetForm.empty();
        }
    }

    /// Whether the user's ssh_config names a host of this name.
    private static boolean alias(String word) {
        Path config = Path.of(System.getProperty("user.home", "."), ".ssh", "config");
        if (!word.matches("[\\w.-]+") || !Files.isReadable(config)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(config, StandardCharsets.ISO_8859_1)) {
            return lines.map(String::strip)
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("host "))
                    .flatMap(line -> Stream.of(line.substring(5).strip().split("\\s+")))
                    .anyMatch(word::equals);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Live connect(TargetForm form, Secrets secrets, HostKeyQuestion hostKeys, Checklist checklist)
            throws TargetException {
        Target target = TargetForms.target(form);
        Connector connector = new Connector(with(form.password(), secrets), hostKeys, folders.knownHosts());
        ReadSession session = connector.open(target, checklist);
        try {
            new TargetsFile(folders).put(target);
            Mode mode = Mode.of(session, clock.instant());
            return new Connected(clock, folders, target, connector, session, mode, () -> {});
        } catch (StoreException e) {
            session.close();
            throw Connected.trouble(e);
        } catch (TargetException e) {
            session.close();
            throw e;
        }
    }

    /// The typed password first, and only once: if it is wrong, the person is asked.
    private static Secrets with(Optional<Secret> typed, Secrets person) {
        var left = new java.util.concurrent.atomic.AtomicReference<>(typed);
        return (kind, what) -> {
            Optional<Secret> mine =
                    kind == Secrets.Kind.DATABASE_PASSWORD ? left.getAndSet(Optional.empty()) : Optional.empty();
            return mine.isPresent() ? mine : person.ask(kind, what);
        };
    }

    @Override
    public Live practise(Progress progress) throws TargetException {
        PracticeServer server;
        try {
            server = practice.start(doing -> progress.at(doing, 0, 0));
        } catch (PracticeException e) {
            throw new TargetException(
                    TargetException.Kind.BROKEN,
                    String.valueOf(e.getMessage()),
                    "Assess a server of your own instead, or open an assessment file.",
                    e);
        }
        try {
            Secrets admin = (kind, _) ->
                    kind == Secrets.Kind.DATABASE_PASSWORD ? Optional.of(server.adminPassword()) : Optional.empty();
            Connector connector = new Connector(admin, (_, _, _) -> false, folders.knownHosts());
            Target target = server.target();
            ReadSession session = connector.open(target, Checklist.NONE);
            Mode mode = Mode.of(session, clock.instant());
            return new Connected(clock, folders, target, connector, session, mode, server::close);
        } catch (TargetException e) {
            server.close();
            throw e;
        }
    }
}
