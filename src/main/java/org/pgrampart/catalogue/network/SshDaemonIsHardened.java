package org.pgrampart.catalogue.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.change.Change;
import org.pgrampart.change.SshDropIn;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.SshDaemon;

/// NET-12.
public final class SshDaemonIsHardened implements Check<SshDaemon> {
    private static final Control CONTROL = new Control(
            "NET-12",
            Area.NETWORK,
            Severity.HIGH,
            FixKind.NEEDS_INPUT,
            "sshd lets in named people by key only",
            """
            SSH is the other door to the same data: a root password or any guessable account gives the files of the \
            database, whatever PostgreSQL asks for.""",
            """
            A file in /etc/ssh/sshd_config.d, or the head of sshd_config where no such folder is read: keys only, no \
            root by password, three tries, no X11, only local tunnels; sshd -t and a reload, this session kept open.""",
            """
            Whoever still logs in by password is shut out: put their key in place first. Local forwarding stays \
            possible, since tunnels to the database use it.""",
            List.of("https://www.postgresql.org/docs/current/ssh-tunnels.html", "CIS controls 4"));

    private static final List<String> KEYS = List.of(
            "permitrootlogin",
            "passwordauthentication",
            "kbdinteractiveauthentication",
            "permitemptypasswords",
            "maxauthtries",
            "allowusers",
            "allowgroups",
            "x11forwarding",
            "allowtcpforwarding",
            "permitopen");

    /// The tunnel's end; a server on another port is named by its owner in the file.
    private static final int PORT = 5432;

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<SshDaemon> probe() {
        return SshDaemon.PROBE;
    }

    @Override
    public Outcome judge(SshDaemon daemon, Baseline baseline) {
        List<Finding> findings = new ArrayList<>();
        boolean passwords = daemon.yes("passwordauthentication") || daemon.yes("kbdinteractiveauthentication");
        if (daemon.yes("permitemptypasswords")) {
            fail(findings, "permitemptypasswords", "accounts without a password may log in", "no");
        }
        if (passwords) {
            String keyword =
                    daemon.yes("passwordauthentication") ? "passwordauthentication" : "kbdinteractiveauthentication";
            fail(findings, keyword, "everybody may try passwords", "no");
        }
        if (daemon.yes("permitrootlogin")) {
            if (passwords) {
                fail(findings, "permitrootlogin", "root may log in by password", "prohibit-password or no");
            } else {
                warn(findings, "permitrootlogin", "root may log in", "prohibit-password or no");
            }
        }
        int tries = number(daemon.value("maxauthtries"));
        if (tries > 4) {
            warn(findings, "maxauthtries", tries + " tries in one connection", "4 or fewer");
        }
        if (daemon.value("allowusers").isEmpty() && daemon.value("allowgroups").isEmpty()) {
            warn(findings, "allowusers", "every account may log in", "AllowUsers or AllowGroups");
        }
        if (daemon.yes("x11forwarding")) {
            warn(findings, "x11forwarding", "X11 is forwarded", "no");
        }
        String forwarding = daemon.value("allowtcpforwarding");
        boolean narrow = !daemon.value("permitopen").isEmpty()
                && !daemon.value("permitopen").equals("any");
        boolean local = forwarding.equals("local") && narrow;
        if (!forwarding.equals("no") && !forwarding.isEmpty() && !local) {
            warn(
                    findings,
                    "allowtcpforwarding",
                    "it is " + forwarding + " to any address",
                    "no, or local with PermitOpen");
        }
        List<Evidence> evidence = KEYS.stream()
                .filter(key -> !daemon.value(key).isEmpty())
                .map(key -> new Evidence("sshd -T", key + " " + daemon.value(key)))
                .toList();
        return Outcome.of(findings, "sshd lets in named people by key only").with(evidence);
    }

    private static void fail(List<Finding> findings, String key, String seen, String wanted) {
        findings.add(Finding.fail(CONTROL, Subject.named(Subject.Kind.SETTING, "sshd " + key), seen, wanted));
    }

    private static void warn(List<Finding> findings, String key, String seen, String wanted) {
        findings.add(Finding.warn(CONTROL, Subject.named(Subject.Kind.SETTING, "sshd " + key), seen, wanted));
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    @Override
    public List<Input> asks(Finding finding, SshDaemon daemon) {
        return List.of(new Input(
                "users", "Accounts that may log in by SSH with their key, with blanks; yours among them", "", false));
    }

    /// One file for all keywords, so that findings of one server share it.
    @Override
    public List<Change> remedy(Finding finding, SshDaemon daemon, Inputs inputs) {
        Optional<String> users = inputs.text(finding, "users").filter(names -> names.matches("[A-Za-z0-9._@ -]+"));
        if (users.isEmpty()) {
            return List.of();
        }
        Map<String, String> keywords = new LinkedHashMap<>();
        keywords.put("PermitRootLogin", "prohibit-password");
        keywords.put("PasswordAuthentication", "no");
        keywords.put("KbdInteractiveAuthentication", "no");
        keywords.put("PermitEmptyPasswords", "no");
        keywords.put("MaxAuthTries", "3");
        keywords.put("AllowUsers", users.get().strip());
        keywords.put("X11Forwarding", "no");
        keywords.put("AllowTcpForwarding", "local");
        keywords.put("PermitOpen", "localhost:%1$d 127.0.0.1:%1$d [::1]:%1$d".formatted(PORT));
        return List.of(SshDropIn.of(keywords, daemon.dropIns()));
    }
}
