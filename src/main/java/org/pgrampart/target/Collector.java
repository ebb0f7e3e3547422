package org.pgrampart.target;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Printable;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Earlier;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Query.Need;
import org.pgrampart.reading.Query.Scope;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;
import org.pgrampart.reading.Wire;

/// Turns many requests into few round trips, and what came back into answers.
final class Collector {
    static final String PRACTICE =
            "a practice server lives on your own computer, so PgRampart does not look at the computer itself";
    private static final int MISSING_RIGHT = 77;
    private static final int NOT_THERE = 78;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Where the collector asks.
    interface Source {
        /// @param database null is the session's own
        List<Answer<Rows>> ask(@Nullable String database, List<String> questions) throws TargetException;

        Optional<HostShell> shell();

        Answer<PortFacts> port();

        void countCommand();
    }

    private final Server server;
    private final Source source;
    private final Progress progress;
    private int done;
    private int total;

    Collector(Server server, Source source, Progress progress) {
        this.server = server;
        this.source = source;
        this.progress = progress;
    }

    Answers collect(Collection<? extends Request> requests, Instant at, Optional<Earlier> earlier)
            throws TargetException {
        Set<Query> queries = new LinkedHashSet<>();
        Set<Command> commands = new LinkedHashSet<>();
        boolean wire = false;
        for (Request request : requests) {
            switch (request) {
                case Query query -> queries.add(query);
                case Command command -> commands.add(command);
                case Wire _ -> wire = true;
                default -> {}
            }
        }
        List<Query> perDatabase =
                queries.stream().filter(q -> q.scope() == Scope.DATABASE).toList();
        total = 2
                + (perDatabase.isEmpty() ? 0 : server.databases().size())
                + (commands.isEmpty() ? 0 : 2)
                + (wire ? 1 : 0);
        Map<Need, Boolean> rights = rights(queries);
        Map<Query, Answer<Rows>> cluster = cluster(queries, rights);
        Map<Query, Map<String, Answer<Rows>>> databases = databases(perDatabase, rights);
        Map<Command, Answer<Output>> outputs = outputs(commands);
        Answer<PortFacts> port = new Answer.Unseen<>("it was not asked for", "a new assessment");
        if (wire) {
            step("Looking at the database port");
            port = source.port();
        }
        progress.at("Judging", total, total);
        return new Answers(server, at, cluster, databases, outputs, port, earlier, Map.of());
    }

    private void step(String doing) {
        progress.at(doing, done++, total);
    }

    private Map<Need, Boolean> rights(Set<Query> queries) throws TargetException {
        step("Asking what this role may read");
        List<Need> needs = queries.stream()
                .filter(q -> q.runsOn(server.version()))
                .flatMap(q -> q.need().stream())
                .distinct()
                .toList();
        if (needs.isEmpty()) {
            return Map.of();
        }
        List<String> conditions = needs.stream()
                .map(n -> "SELECT (" + n.condition() + ") AS granted")
                .toList();
        List<Answer<Rows>> answers = source.ask(null, conditions);
        Map<Need, Boolean> rights = new LinkedHashMap<>();
        for (int i = 0; i < needs.size(); i++) {
            boolean granted = answers.get(i) instanceof Answer.Seen<Rows>(Rows rows)
                    && rows.first().find("granted").orElse("f").equals("t");
            rights.put(needs.get(i), granted);
        }
        return rights;
    }

    private Map<Query, Answer<Rows>> cluster(Set<Query> queries, Map<Need, Boolean> rights) throws TargetException {
        step("Reading settings and roles");
        List<Query> wanted =
                queries.stream().filter(q -> q.scope() == Scope.CLUSTER).toList();
        return ask(null, wanted, rights);
    }

    private Map<Query, Map<String, Answer<Rows>>> databases(List<Query> queries, Map<Need, Boolean> rights)
            throws TargetException {
        Map<Query, Map<String, Answer<Rows>>> answers = new LinkedHashMap<>();
        if (queries.isEmpty()) {
            return answers;
        }
        queries.forEach(q -> answers.put(q, new LinkedHashMap<>()));
        for (String database : server.databases()) {
            step("Reading database " + Printable.line(database));
            Map<Query, Answer<Rows>> own;
            try {
                own = ask(database, queries, rights);
            } catch (TargetException e) {
                if (e.kind() == TargetException.Kind.BROKEN) {
                    throw e; // the person cancelled, or there is nothing left to ask
                }
                Answer<Rows> unseen = new Answer.Unseen<>(e.happened(), e.remedy());
                own = new LinkedHashMap<>();
                for (Query query : queries) {
                    own.put(query, unseen);
                }
            }
            own.forEach((query, answer) ->
                    answers.computeIfAbsent(query, _ -> new LinkedHashMap<>()).put(database, answer));
        }
        return answers;
    }

    private Map<Query, Answer<Rows>> ask(@Nullable String database, List<Query> queries, Map<Need, Boolean> rights)
            throws TargetException {
        Map<Query, Answer<Rows>> answers = new LinkedHashMap<>();
        List<Query> asked = new ArrayList<>();
        for (Query query : queries) {
            if (!query.runsOn(server.version())) {
                answers.put(query, new Answer.Absent<>("PostgreSQL " + server.major() + " has nothing of the kind"));
            } else if (query.need().isPresent()
                    && !rights.getOrDefault(query.need().get(), false)) {
                answers.put(
                        query,
                        new Answer.Unseen<>(
                                "role " + Printable.line(server.role()) + " may not read it",
                                query.need().get().missing()));
            } else {
                asked.add(query);
            }
        }
        List<Answer<Rows>> seen =
                source.ask(database, asked.stream().map(Query::sql).toList());
        for (int i = 0; i < asked.size(); i++) {
            answers.put(asked.get(i), seen.get(i));
        }
        return answers;
    }

    private Map<Command, Answer<Output>> outputs(Set<Command> commands) throws TargetException {
        Map<Command, Answer<Output>> answers = new LinkedHashMap<>();
        List<Command> user = new ArrayList<>();
        List<Command> root = new ArrayList<>();
        Optional<HostShell> shell = source.shell();
        for (Command command : commands) {
            if (server.practice() && command.place() == Command.Place.MACHINE) {
                answers.put(command, new Answer.Absent<>(PRACTICE));
            } else if (shell.isEmpty()) {
                answers.put(
                        command, new Answer.Unseen<>("there is no shell on the server", "Connect with SSH as well"));
            } else if (command.asRoot() && shell.get().canBeRoot()) {
                root.add(command);
            } else {
                user.add(command);
            }
        }
        if (shell.isPresent()) {
            run(shell.get(), user, false, answers);
            run(shell.get(), root, true, answers);
        }
        return answers;
    }

    private void run(HostShell shell, List<Command> commands, boolean asRoot, Map<Command, Answer<Output>> answers)
            throws TargetException {
        if (commands.isEmpty()) {
            return;
        }
        step(asRoot ? "Reading the host as root" : "Reading the host");
        Frames frames = new Frames(commands);
        source.countCommand();
        List<Output> outputs = frames.apart(shell.run(frames.script(server.paths()), new byte[0], asRoot, PATIENCE)
                .bytes());
        for (int i = 0; i < commands.size(); i++) {
            answers.put(commands.get(i), answer(outputs.get(i), asRoot));
        }
    }

    private static Answer<Output> answer(Output output, boolean asRoot) {
        String said = Printable.line(output.error().lines().findFirst().orElse(""));
        return switch (output.status()) {
            case MISSING_RIGHT ->
                new Answer.Unseen<>(
                        said.isEmpty() ? "the login user may not read it" : said,
                        asRoot
                                ? "the right that the host names"
                                : "sudo without a password for the login user, or a login as root");
            case NOT_THERE -> new Answer.Absent<>(said.isEmpty() ? "there is nothing of the kind" : said);
            case 124 -> new Answer.Unseen<>("it did not end in time", "a host that answers faster");
            case -1 -> new Answer.Unseen<>("the host gave no answer", "a shell that runs POSIX scripts");
            default -> new Answer.Seen<>(output);
        };
    }
}
