package org.pgrampart.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Admission;
import org.pgrampart.access.Client;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.access.RuleSet;
import org.pgrampart.assess.Assessment;
import org.pgrampart.assess.Assessor;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.IpAddress;
import org.pgrampart.plan.Plan;
import org.pgrampart.plan.PlannedAccess;
import org.pgrampart.plan.Planner;
import org.pgrampart.report.AccessJson;
import org.pgrampart.report.AccessReport;
import org.pgrampart.report.AccessText;
import org.pgrampart.store.InputsFile;
import org.pgrampart.store.PlanFile;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.WaiverFiles;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says who can log in from where by which line, or whether one login gets in; with a plan before and after.
@Command(
        name = "access",
        description = "Who can log in from where, by which line of pg_hba.conf. Changes nothing.",
        footer = {
            "",
            "Example: pgrampart access --target shop --user app --database shop --from 10.2.0.9 --ssl",
            "         pgrampart access --hba pg_hba.conf",
            "Exit status: 0 told, and the login that was asked about gets in; 1 it is refused; 2 wrong usage;",
            "3 no connection; 4 it cannot be told."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class AccessCommand implements Callable<Integer> {
    private final Context context;
    private final Doors doors;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--hba", paramLabel = "FILE", description = "Rules in a file of this computer; no server is asked.")
    private @Nullable Path hba;

    @Option(
            names = "--major",
            paramLabel = "N",
            description = "The release that reads the file of --hba; the newest by default.")
    private int major = HbaFile.NEWEST_MAJOR;

    @Option(names = "--user", paramLabel = "ROLE", description = "Tell about one login: as this role,")
    private @Nullable String user;

    @Option(names = "--database", paramLabel = "NAME", description = "to this database (by default named as the role),")
    private @Nullable String database;

    @Option(names = "--from", paramLabel = "ADDRESS|local", description = "from this address; local by default.")
    private String from = "local";

    @Option(names = "--ssl", description = "The login uses TLS.")
    private boolean ssl;

    @Option(names = "--replication", description = "The login is a standby's stream.")
    private boolean replication;

    @Option(names = "--plan", paramLabel = "PLAN.json", description = "Show before and after this plan side by side.")
    private @Nullable Path plan;

    @Option(names = "--answers", paramLabel = "FILE.json", description = "The answers that the plan was made with.")
    private @Nullable Path answers;

    @Option(names = "--format", paramLabel = "text|json", description = "What is printed; text by default.")
    private String format = "text";

    AccessCommand(Context context, Doors doors) {
        this.context = context;
        this.doors = doors;
    }

    @Override
    public Integer call() throws TargetException, StoreException {
        boolean json = json();
        Optional<Client> asked = asked();
        AccessReport report = hba == null ? server(asked) : file(hba, asked);
        context.out().print(json ? AccessJson.write(report) : AccessText.write(report));
        context.out().flush();
        return status(report);
    }

    private boolean json() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "json" -> true;
            case "text" -> false;
            default ->
                throw new CommandException(
                        Exit.USAGE, "There is no format " + format + ".", "Take one of text and json.");
        };
    }

    private Optional<Client> asked() {
        if (user == null) {
            if (database != null || ssl || replication || !from.equals("local")) {
                throw new CommandException(
                        Exit.USAGE, "A login was described, but not whose.", "Name the role with --user as well.");
            }
            return Optional.empty();
        }
        if (from.equals("local") && ssl) {
            throw new CommandException(
                    Exit.USAGE, "The local socket knows no TLS.", "Leave --ssl out, or name an address with --from.");
        }
        Origin origin = from.equals("local")
                ? Origin.LOCAL_SOCKET
                : IpAddress.parse(from)
                        .map(ip -> Origin.network(ip, ssl))
                        .orElseThrow(() -> new CommandException(
                                Exit.USAGE, from + " is no address.", "Give an IP address, or local for the socket."));
        Login login = replication
                ? Login.replication(user, origin)
                : new Login(user, database == null ? user : database, origin, false);
        return Optional.of(new Client(login, Optional.empty(), Optional.empty(), "", java.util.Set.of(), ""));
    }

    private AccessReport file(Path file, Optional<Client> asked) {
        TargetParts.alone("--hba", target);
        if (plan != null || target.name != null || target.practice) {
            throw new CommandException(
                    Exit.USAGE,
                    "--hba looks at a file alone.",
                    "Leave out the server and --plan, or name a server instead of the file.");
        }
        RuleSet rules = RulesOnDisk.read(file, major);
        return new AccessReport(file.toString(), AccessPicture.offline(rules, asked), Optional.empty(), asked);
    }

    private AccessReport server(Optional<Client> asked) throws TargetException, StoreException {
        PlanFile planned = plan == null ? null : PlanFile.read(plan);
        try (Doors.Opened opened = doors.open(target)) {
            ReadSession session = opened.toRead();
            String name = opened.target().name();
            if (planned == null) {
                AccessPicture today =
                        PlannedAccess.today(session, context.clock().instant());
                return new AccessReport(name, today, Optional.empty(), asked);
            }
            Plan worked = worked(planned, name, session);
            Optional<PlannedAccess> access = worked.access();
            AccessPicture today = access.isPresent()
                    ? access.get().before()
                    : PlannedAccess.today(session, context.clock().instant());
            if (access.isEmpty()) {
                doors.tell("This plan does not change who can log in.");
            }
            return new AccessReport(name, today, access, asked);
        } catch (TargetException e) {
            if (e.kind() == TargetException.Kind.RIGHTS) {
                throw new CommandException(Exit.NOTHING_ASSESSED, e.happened(), e.remedy(), e);
            }
            throw e;
        }
    }

    private Plan worked(PlanFile file, String name, ReadSession session) throws TargetException, StoreException {
        Inputs inputs = answers == null ? Inputs.none() : InputsFile.read(answers);
        List<String> fixes = file.keys().stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .toList();
        Assessment assessment = new Assessor(context.clock())
                .assess(
                        name,
                        session,
                        Fixes.checks(fixes),
                        Baseline.standard(),
                        new WaiverFiles(context.folders()).read(name),
                        Optional.empty(),
                        doors.progress());
        Plan worked = Planner.plan(
                session,
                Fixes.choicesOf(assessment, file.keys(), inputs),
                context.clock().instant());
        if (!worked.digest().equals(file.digest())) {
            doors.tell("The server has changed since this plan was made; shown is what it would do now.");
        }
        return worked;
    }

    private static int status(AccessReport report) {
        if (report.asked().isEmpty()) {
            return report.today().simulator().rules().loads() ? Exit.DONE : Exit.NOTHING_ASSESSED;
        }
        AccessPicture picture = report.plan().map(PlannedAccess::after).orElse(report.today());
        Admission admission = picture.admit(report.asked().get());
        return switch (admission.entry()) {
            case ENTERS -> Exit.DONE;
            case REFUSED -> Exit.FINDINGS;
            case UNKNOWN -> Exit.NOTHING_ASSESSED;
        };
    }
}
