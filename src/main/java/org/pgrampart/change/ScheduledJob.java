package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Request;

/// A program that the host runs every night: by a timer of systemd, or by cron where there is no systemd.
///
/// @param name of its files and units
/// @param what it does, for people
/// @param program its text; `@port@`, `@socket@` are the server's, `@folder@` the folder's, quoted
/// @param folder what it writes to; made where it is not there, for its user alone
/// @param host what it was made ready for; empty before [#ready]
public record ScheduledJob(String name, String what, String program, String folder, Optional<Host> host)
        implements HostChange {
    /// What a program needs to know of the host.
    ///
    /// @param user who runs the server, and the job
    public record Host(boolean systemd, String user, String port, String socket) {}

    private static final String UNITS = "/etc/systemd/system/";

    public ScheduledJob {
        if (!name.matches("[a-z][a-z0-9-]*") || !folder.matches("(/[A-Za-z0-9._@+-]+)+") || folder.contains("/..")) {
            throw new IllegalArgumentException(
                    "%s is no folder for a job. Give an absolute path of letters, digits, dots and dashes."
                            .formatted(Shell.quote(folder)));
        }
    }

    private Command facts() {
        return Command.machine("""
                [ -n "$PGDATA" ] || { echo "the server does not say where its data directory is" >&2; exit 77; }
                if [ -d /run/systemd/system ]; then echo systemd; else echo cron; fi
                stat -c %U -- "$PGDATA"
                echo "${PGPORT:-5432}"
                echo "${PGSOCKETS%%,*}"
                """);
    }

    /// The folder's owner and mode, or that it can be made.
    private Command place() {
        return Command.machine("""
                f=%s
                if [ -d "$f" ]; then stat -L -c '%%U %%a' -- "$f"
                elif [ -e "$f" ]; then echo "no folder"
                elif [ -d "$(dirname -- "$f")" ]; then echo new
                else echo "no parent"; fi
                """.formatted(Shell.quote(folder)));
    }

    private Command state() {
        return Command.machine("""
                systemctl is-enabled %1$s.timer 2>/dev/null || :
                systemctl is-active %1$s.timer 2>/dev/null || :
                """.formatted(name));
    }

    private String programPath() {
        return "/usr/local/sbin/" + name;
    }

    @Override
    public List<Request> reads() {
        List<Request> reads = new ArrayList<>(List.of(facts(), place(), state()));
        for (String path :
                List.of(programPath(), UNITS + name + ".service", UNITS + name + ".timer", "/etc/cron.d/" + name)) {
            reads.add(Content.reading(path, Command.Place.MACHINE));
        }
        return reads;
    }

    @Override
    public Change ready(Answers now) {
        return new ScheduledJob(name, what, program, folder, Optional.of(host(now)));
    }

    private Host host(Answers now) {
        List<String> facts = answersOf(now);
        String place = HostChange.said(now, place());
        String user = facts.get(1);
        switch (place) {
            case "new" -> {}
            case "no folder" -> throw new IllegalArgumentException(folder + " is no folder. Name another one.");
            case "no parent" ->
                throw new IllegalArgumentException("The folder above " + folder + " is not there. Make it first.");
            default -> {
                if (!place.equals(user + " 700")) {
                    throw new IllegalArgumentException(
                            "%s is there already and is not %s's alone (it is %s). Name a new one."
                                    .formatted(folder, user, place));
                }
            }
        }
        return new Host(facts.get(0).equals("systemd"), user, facts.get(2), facts.size() > 3 ? facts.get(3) : "");
    }

    private List<String> answersOf(Answers now) {
        List<String> facts = now.output(facts()).lines();
        if (facts.size() < 3
                || !facts.get(1).matches("[A-Za-z_][A-Za-z0-9_.-]*")
                || facts.get(1).equals("root")) {
            throw new NotHere("the server's own user is not known, who would run the job");
        }
        return facts;
    }

    private static Host example() {
        return new Host(true, "postgres", "5432", "/var/run/postgresql");
    }

    private String text(Host host) {
        return program.replace("@port@", Shell.quote(host.port()))
                .replace("@socket@", Shell.quote(host.socket()))
                .replace("@folder@", Shell.quote(folder));
    }

    private String service(Host host) {
        return """
                [Unit]
                Description=%s, made by PgRampart
                After=postgresql.service

                [Service]
                Type=oneshot
                User=%s
                UMask=0077
                Nice=10
                NoNewPrivileges=yes
                ProtectSystem=full
                ExecStart=%s
                """.formatted(what, host.user(), programPath());
    }

    private String timer() {
        return """
                [Unit]
                Description=%s every night, made by PgRampart

                [Timer]
                OnCalendar=*-*-* 02:30:00
                RandomizedDelaySec=15min
                Persistent=true

                [Install]
                WantedBy=timers.target
                """.formatted(what);
    }

    private String cron(Host host) {
        return "# made by PgRampart\n30 2 * * * %s %s\n".formatted(host.user(), programPath());
    }

    @Override
    public String summary() {
        return what + " every night, into " + folder;
    }

    @Override
    public List<Step> steps() {
        Host on = host.orElseGet(ScheduledJob::example);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Run(
                List.of(
                        "sh",
                        "-euc",
                        "[ -d %1$s ] || { mkdir -m 0700 -- %1$s && chown %2$s: -- %1$s; }"
                                .formatted(Shell.quote(folder), on.user())),
                ""));
        steps.add(HostChange.file(programPath(), text(on), "0755"));
        if (on.systemd()) {
            steps.add(HostChange.file(UNITS + name + ".service", service(on), "0644"));
            steps.add(HostChange.file(UNITS + name + ".timer", timer(), "0644"));
            steps.add(Activation.shell("""
                    systemctl daemon-reload
                    systemctl --quiet enable --now %s.timer
                    """.formatted(name), ""));
        } else {
            steps.add(HostChange.file("/etc/cron.d/" + name, cron(on), "0644"));
        }
        return List.copyOf(steps);
    }

    @Override
    public List<Step> undo(Answers before) {
        Host on = host.orElseGet(() -> host(before));
        String made = HostChange.said(before, place()).equals("new")
                ? "rm -f -- %1$s/.first-run%nrmdir -- %1$s 2>/dev/null || :%n"
                        .formatted(Shell.quote(folder))
                        .replace("\r", "")
                : "";
        List<String> was = HostChange.said(before, state()).lines().toList();
        List<Step> steps = new ArrayList<>();
        if (on.systemd()) {
            // an interrupted undo may have taken the unit's file away already
            steps.add(Activation.shell("""
                    systemctl --quiet disable --now %1$s.timer 2>/dev/null || systemctl stop %1$s.timer 2>/dev/null || :
                    rm -f /etc/systemd/system/timers.target.wants/%1$s.timer
                    """.formatted(name), ""));
            steps.add(HostChange.put(before, UNITS + name + ".timer", "0644"));
            steps.add(HostChange.put(before, UNITS + name + ".service", "0644"));
        } else {
            steps.add(HostChange.put(before, "/etc/cron.d/" + name, "0644"));
        }
        steps.add(HostChange.put(before, programPath(), "0755"));
        String back = !on.systemd()
                ? ""
                : "systemctl daemon-reload\n"
                        + (was.contains("enabled")
                                ? "systemctl --quiet enable %s.timer%n".formatted(name)
                                : "rm -f /var/lib/systemd/timers/stamp-%s.timer%n".formatted(name))
                        + (was.contains("active") ? "systemctl start %s.timer%n".formatted(name) : "");
        steps.add(Activation.shell((back + made + ":\n").replace("\r", ""), ""));
        return List.copyOf(steps);
    }

    @Override
    public boolean holds(Answers now) {
        List<String> facts = answersOf(now);
        String place = HostChange.said(now, place());
        if (!place.equals(facts.get(1) + " 700")) {
            return false;
        }
        Host on = host(now);
        boolean program = HostChange.is(now, programPath(), text(on));
        if (!on.systemd()) {
            return program && HostChange.is(now, "/etc/cron.d/" + name, cron(on));
        }
        List<String> state = HostChange.said(now, state()).lines().toList();
        return program
                && HostChange.is(now, UNITS + name + ".service", service(on))
                && HostChange.is(now, UNITS + name + ".timer", timer())
                && state.equals(List.of("enabled", "active"));
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the job is gone again, but what it has written stays where it is");
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("job " + name, folder + program.hashCode());
    }
}
