package org.pgrampart.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.pgrampart.format.Printable;
import org.pgrampart.model.Secret;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.PortFacts;
import org.pgrampart.reading.Rows;
import org.pgrampart.reading.Server;
import org.pgrampart.target.Checklist.Line;
import org.pgrampart.target.TargetException.Kind;

/// Opens sessions to a target, line by line of the checklist, and remembers the secrets it was given while it lives.
public final class Connector {
    private static final String NO_SUCH_FILE = "58P01";

    private final RememberedSecrets secrets;
    private final HostKeyQuestion hostKeys;
    private final Path ownKnownHosts;
    private final Map<String, String> environment;
    private final Path home;

    /// @param ownKnownHosts where host keys that the person accepted are kept
    public Connector(Secrets secrets, HostKeyQuestion hostKeys, Path ownKnownHosts) {
        this(secrets, hostKeys, ownKnownHosts, System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    /// The same with another environment than this process's: where password files and SSH keys are looked for.
    public Connector(
            Secrets secrets, HostKeyQuestion hostKeys, Path ownKnownHosts, Map<String, String> environment, Path home) {
        this.secrets = new RememberedSecrets(secrets);
        this.hostKeys = hostKeys;
        this.ownKnownHosts = ownKnownHosts;
        this.environment = environment;
        this.home = home;
    }

    /// A session that only looks.
    public ReadSession open(Target target, Checklist checklist) throws TargetException {
        return connect(target, checklist, true, true);
    }

    /// A session that may change the server.
    public WriteSession openToWrite(Target target, Checklist checklist) throws TargetException {
        return connect(target, checklist, false, true);
    }

    /// @param mayRescue whether it may go around a library that every session loads and that is missing
    private ServerSession connect(Target target, Checklist checklist, boolean readOnly, boolean mayRescue)
            throws TargetException {
        Lines lines = new Lines(checklist);
        Optional<HostShell> shell = Optional.empty();
        Connection connection = null;
        try {
            name(target, lines);
            shell = shell(target, lines);
            Login login = login(target, shell);
            lines.begin(Line.DATABASE_LOGIN);
            Opened opened = logIn(login, readOnly, mayRescue, lines);
            connection = opened.connection();
            tls(target, connection, lines);
            Opening opening = opening(connection, target);
            lines.ok(Line.VERSION, "PostgreSQL " + Printable.line(opening.versionText()));
            rights(opening, lines);
            pooler(opened, opening, shell.isPresent() || !readOnly);
            Optional<String> os = Optional.empty();
            Map<String, String> paths = new LinkedHashMap<>(opening.paths());
            target.django().ifPresent(d -> paths.put("DJANGO", d));
            if (shell.isPresent()) {
                HostFacts host = HostFacts.ask(shell.get(), opening);
                os = Optional.of(host.os());
                paths.put("SELF", host.user());
                host.postmaster().ifPresent(pid -> paths.put("PGPID", pid));
                if (host.recorded()) {
                    paths.put("SUDOLOG", "input");
                }
                same(host, opening, lines);
            } else if (opened.wirePid() != opening.backend()) {
                lines.warn(
                        Line.SAME_MACHINE,
                        "a connection pooler stands in between",
                        "Changes need the server's own port.");
            } else {
                lines.skip(Line.SAME_MACHINE, "there is no shell to compare with");
            }
            Server server = server(target, opening, shell, os, paths, opened.wirePid() != opening.backend());
            PortLook look = () -> port(target, login);
            // a proof must not get in by a way that nobody else has
            boolean around = opened.login().isRescued();
            ServerSession session = new ServerSession(
                    opened.login(),
                    connection,
                    shell,
                    server,
                    look,
                    proof -> connect(target, Checklist.NONE, proof, around || !proof));
            connection = null;
            shell = Optional.empty();
            return session;
        } catch (TargetException e) {
            lines.fail(e);
            throw e;
        } finally {
            if (connection != null) {
                ServerSession.quietly(connection);
            }
            shell.ifPresent(HostShell::close);
        }
    }

    private static void name(Target target, Lines lines) throws TargetException {
        lines.begin(Line.NAME);
        DatabaseAddress address = target.database();
        if (address.isSocket() || target.tunnel()) {
            lines.skip(Line.NAME, address.isSocket() ? "a socket has no name" : "the host resolves it");
            lines.skip(Line.PORT, "reached another way");
            return;
        }
        try {
            InetAddress found = InetAddress.getByName(address.host());
            lines.ok(Line.NAME, address.host() + " is " + found.getHostAddress());
        } catch (UnknownHostException e) {
            throw new TargetException(
                    Kind.UNREACHABLE,
                    "The name " + address.host() + " is not known.",
                    "Look for a typing mistake, or give the address.",
                    e);
        }
        lines.begin(Line.PORT);
        PortProbe.answers(address);
        lines.ok(Line.PORT, address.host() + ":" + address.port() + " answers");
    }

    private Optional<HostShell> shell(Target target, Lines lines) throws TargetException {
        if (target.local()) {
            lines.skip(Line.HOST_KEY, "commands run on this machine");
            lines.skip(Line.SSH_LOGIN, "commands run on this machine");
            return Optional.of(shell(new LocalStarter(), target, lines));
        }
        if (target.ssh().isEmpty()) {
            lines.skip(Line.HOST_KEY, "no SSH in this target");
            lines.skip(Line.SSH_LOGIN, "no SSH in this target");
            lines.skip(Line.SUDO, "no SSH in this target");
            return Optional.empty();
        }
        SshLink link = new SshDial(secrets, hostKeys, ownKnownHosts, environment, home, lines)
                .open(target.ssh().get());
        return Optional.of(shell(new SshStarter(link), target, lines));
    }

    private HostShell shell(Starter starter, Target target, Lines lines) throws TargetException {
        HostShell opened = null;
        try {
            lines.begin(Line.SUDO);
            opened = ScriptShell.open(starter, target.practice() ? Sudo.NONE : target.sudo(), secrets);
            sudo(opened, lines);
            return opened;
        } finally {
            if (opened == null) {
                starter.close();
            }
        }
    }

    private static void sudo(HostShell shell, Lines lines) {
        if (shell.canBeRoot()) {
            lines.ok(Line.SUDO, shell.rootReason());
        } else {
            lines.warn(
                    Line.SUDO,
                    "no root rights: " + shell.rootReason(),
                    "Some checks stay open; allow sudo for this user, or choose to be asked for its password.");
        }
    }

    private Login login(Target target, Optional<HostShell> shell) throws TargetException {
        Optional<Login.Route> route = Optional.empty();
        if (target.tunnel()) {
            route = shell.flatMap(s -> s.tunnel(target.database()));
            if (route.isEmpty()) {
                throw new TargetException(
                        Kind.WRONG_INPUT, "A tunnel needs an SSH host.", "Name the host with --ssh as well.");
            }
        } else if (target.database().isSocket()) {
            route = Optional.of(UnixSockets.route(target.database()));
        }
        return new Login(target.database(), new Passwords(environment, home).find(target.database()), route);
    }

    private record Opened(Connection connection, Login login, int wirePid) {}

    /// Logs in with what is known, and asks for a password only when the server wants one.
    private Opened logIn(Login login, boolean readOnly, boolean mayRescue, Lines lines) throws TargetException {
        DatabaseAddress address = login.address();
        String whose = "role " + address.user() + " on " + address.host();
        Login with = login;
        for (int attempt = 0; ; attempt++) {
            try {
                Connection connection = with.open(address.database(), readOnly);
                if (with.isRescued()) {
                    lines.warn(
                            Line.DATABASE_LOGIN,
                            address.user() + " is logged in without session_preload_libraries, which names a file that"
                                    + " is missing",
                            "Mend that setting first: nobody who is no superuser gets in.");
                } else {
                    lines.ok(Line.DATABASE_LOGIN, address.user() + " is logged in to " + address.database());
                }
                int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
                return new Opened(connection, with, pid);
            } catch (SQLException e) {
                if (mayRescue && !with.isRescued() && NO_SUCH_FILE.equals(e.getSQLState())) {
                    with = with.rescue();
                    continue;
                }
                boolean wants = "08004".equals(e.getSQLState()) || "28P01".equals(e.getSQLState());
                Optional<Secret> typed =
                        wants && attempt == 0 ? secrets.ask(Secrets.Kind.DATABASE_PASSWORD, whose) : Optional.empty();
                if (typed.isEmpty()) {
                    secrets.forget(Secrets.Kind.DATABASE_PASSWORD, whose);
                    throw Causes.of(e, address);
                }
                with = login.password(typed.get());
            }
        }
    }

    private static void tls(Target target, Connection connection, Lines lines) throws TargetException {
        if (target.database().isSocket()) {
            lines.skip(Line.TLS, "a Unix socket needs no TLS");
            return;
        }
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT ssl, version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()")) {
            boolean on = rows.next() && rows.getBoolean(1);
            String mode = target.database().sslMode();
            if (on && mode.equals(DatabaseAddress.VERIFY_FULL)) {
                lines.ok(Line.TLS, rows.getString(2) + ", certificate and name verified");
            } else if (on) {
                lines.warn(
                        Line.TLS,
                        rows.getString(2) + ", but sslmode=" + mode + " does not verify who answers",
                        "Use sslmode=verify-full with the certificate of the authority.");
            } else {
                lines.warn(
                        Line.TLS,
                        "this session is not encrypted (sslmode=" + mode + ")",
                        "Use sslmode=verify-full once the server offers TLS.");
            }
        } catch (SQLException e) {
            throw Causes.of(e, target.database());
        }
    }

    private static Opening opening(Connection connection, Target target) throws TargetException {
        try {
            List<Answer<Rows>> answers = new Batch(
                            connection, new AtomicInteger(), new AtomicReference<>(), () -> false)
                    .ask(List.of(Opening.QUESTION, Opening.PATHS));
            return Opening.read(answers.get(0).get(), answers.get(1).get());
        } catch (SQLException e) {
            throw Causes.of(e, target.database());
        }
    }

    private static void rights(Opening opening, Lines lines) {
        if (opening.superuser()) {
            lines.ok(Line.RIGHTS, Printable.line(opening.role()) + " is a superuser and sees everything");
        } else {
            lines.warn(
                    Line.RIGHTS,
                    Printable.line(opening.role()) + " is no superuser",
                    "What it may not read is told as not checked, with the grant that would help.");
        }
    }

    private static void pooler(Opened opened, Opening opening, boolean matters) throws TargetException {
        if (matters && opened.wirePid() != opening.backend()) {
            throw Causes.pooler(null);
        }
    }

    private static void same(HostFacts host, Opening opening, Lines lines) throws TargetException {
        switch (host.sees(opening)) {
            case YES -> lines.ok(Line.SAME_MACHINE, "the session's process runs on the host");
            case NO ->
                throw new TargetException(
                        Kind.WRONG_INPUT,
                        "The database and the SSH host are two different machines.",
                        "Name the host that the database runs on.");
            case UNTOLD ->
                lines.warn(
                        Line.SAME_MACHINE,
                        "the host does not show its processes to this user",
                        "Files are read all the same; changes to files are refused until it is proven.");
        }
    }

    private static Server server(
            Target target,
            Opening opening,
            Optional<HostShell> shell,
            Optional<String> os,
            Map<String, String> paths,
            boolean pooled) {
        List<String> via = new ArrayList<>(List.of("jdbc"));
        shell.ifPresent(s -> via.add(s.via()));
        shell.filter(HostShell::canBeRoot)
                .ifPresent(s -> via.add(paths.getOrDefault("SELF", "").equals("root") ? "root" : "sudo"));
        if (target.tunnel()) {
            via.add("tunnel");
        }
        if (pooled) {
            via.add("pooler");
        }
        return new Server(
                opening.version(),
                opening.versionText(),
                opening.role(),
                opening.superuser(),
                opening.standby(),
                target.database().host(),
                List.copyOf(via),
                os,
                target.practice(),
                opening.databases(),
                Map.copyOf(paths));
    }

    private static Answer<PortFacts> port(Target target, Login login) {
        if (target.database().isSocket()) {
            return new Answer.Absent<>("the server was reached by a Unix socket, which needs no TLS");
        }
        if (target.tunnel()) {
            return new Answer.Unseen<>(
                    "the port was reached through SSH, not from outside", "a direct connection to the database port");
        }
        return PortProbe.look(login.address());
    }
}
