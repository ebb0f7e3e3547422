package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;

/// Rules of an active ufw, in front of all others, that say who may reach SSH and PostgreSQL; ufw's other rules and its
/// policy stay as they are.
///
/// Its files get what `ufw prepend` would write, and the kernel loads them as ufw itself does: in one go, so that there
/// is no moment without a filter, as there is with `ufw reload`.
///
/// @param files what ufw's files hold now; empty before [#ready]
public record UfwRules(List<Admission> admissions, Optional<Files> files) implements HostChange {
    /// @param rules6 empty where ufw leaves IPv6 alone
    public record Files(Content rules, Optional<Content> rules6) {}

    private static final Command STATUS = Command.machine("""
            PATH="$PATH:/usr/sbin:/sbin"
            command -v ufw >/dev/null || { echo "ufw is not installed" >&2; exit 78; }
            [ "$(id -u)" = 0 ] || { echo "only root sees the firewall" >&2; exit 77; }
            LC_ALL=C ufw status 2>/dev/null | sed -n 's/^Status: //p'
            sed -n 's/^[[:space:]]*IPV6=//p' /etc/default/ufw 2>/dev/null | tr -d '"'"'" | tail -n 1
            """);
    private static final Command RULES = Content.reading(UfwFile.PATH, Command.Place.MACHINE);
    private static final Command RULES6 = Content.reading(UfwFile.PATH6, Command.Place.MACHINE);

    private static final String EMPTY = "*filter\n### RULES ###\n\n### END RULES ###\nCOMMIT\n";

    public UfwRules {
        admissions = List.copyOf(admissions);
    }

    /// PostgreSQL for these networks only, SSH for these.
    ///
    /// @param admins who may reach sshd; empty leaves sshd alone
    public static UfwRules allow(int postgres, List<IpRange> clients, int ssh, List<IpRange> admins) {
        return new UfwRules(Admission.of(postgres, clients, ssh, admins), Optional.empty());
    }

    @Override
    public String summary() {
        return Admission.summary("ufw", admissions);
    }

    @Override
    public List<Request> reads() {
        return List.of(STATUS, RULES, RULES6);
    }

    private static boolean active(Answers now) {
        return HostChange.said(now, STATUS).lines().findFirst().orElse("").equals("active");
    }

    private static Files files(Answers now) {
        String status = HostChange.said(now, STATUS);
        boolean version6 = status.lines().skip(1).findFirst().orElse("").equalsIgnoreCase("yes");
        Content rules = Content.now(now, RULES, UfwFile.PATH).orElse(Content.of(""));
        return new Files(
                rules,
                version6
                        ? Optional.of(Content.now(now, RULES6, UfwFile.PATH6).orElse(Content.of("")))
                        : Optional.empty());
    }

    @Override
    public Change ready(Answers now) {
        if (!active(now)) {
            throw new IllegalArgumentException("ufw is not active on this host. Activate it, allowing SSH first.");
        }
        Files found = files(now);
        boolean any6 = admissions.stream()
                .flatMap(admission -> admission.networks().stream())
                .anyMatch(network -> !network.address().isVersion4());
        if (any6 && found.rules6().isEmpty()) {
            throw new IllegalArgumentException(
                    "ufw is told to leave IPv6 alone (IPV6 in /etc/default/ufw). Name no IPv6 networks, or change that.");
        }
        if (!known(found.rules(), false)
                || !found.rules6().map(content -> known(content, true)).orElse(true)) {
            throw new IllegalArgumentException("ufw's rules in /etc/ufw do not look as ufw writes them. Let ufw write"
                    + " them anew, for example by: ufw logging low.");
        }
        return new UfwRules(admissions, Optional.of(found));
    }

    private static boolean known(Content content, boolean version6) {
        return Content.of(content.text()).equals(content) && new UfwFile(content.text(), version6).known();
    }

    @Override
    public List<Step> steps() {
        Files now = files.orElseGet(() -> new Files(Content.of(EMPTY), Optional.of(Content.of(EMPTY))));
        List<Step> steps = new ArrayList<>();
        steps.add(write(UfwFile.PATH, new UfwFile(now.rules().text(), false).with(admissions)));
        now.rules6()
                .ifPresent(content ->
                        steps.add(write(UfwFile.PATH6, new UfwFile(content.text(), true).with(admissions))));
        steps.add(load(now.rules6().isPresent()));
        return List.copyOf(steps);
    }

    private static Step write(String path, String text) {
        return HostChange.file(path, text, "0640");
    }

    /// Puts what the files say in place of the chains they name, each file at once; after an `ufw disable` there is
    /// nothing to load them into.
    private static Step.Run load(boolean version6) {
        String six = version6 ? "ip6tables-restore -n <" + UfwFile.PATH6 + "\n" : "";
        return Activation.shell("""
                LC_ALL=C ufw status | grep -q '^Status: active' || exit 0
                iptables-restore -n <%s
                %s""".formatted(UfwFile.PATH, six), "");
    }

    @Override
    public Optional<Content> madeFor(String path) {
        return switch (path) {
            case UfwFile.PATH -> files.map(Files::rules);
            case UfwFile.PATH6 -> files.flatMap(Files::rules6);
            default -> Optional.empty();
        };
    }

    @Override
    public List<Step> undo(Answers before) {
        List<Step> steps = new ArrayList<>();
        steps.add(HostChange.put(before, UfwFile.PATH, "0640"));
        boolean version6 = files(before).rules6().isPresent();
        if (version6) {
            steps.add(HostChange.put(before, UfwFile.PATH6, "0640"));
        }
        steps.add(load(version6));
        return List.copyOf(steps);
    }

    @Override
    public boolean holds(Answers now) {
        if (!active(now)) {
            return false;
        }
        Files found = files(now);
        return holds(new UfwFile(found.rules().text(), false))
                && found.rules6()
                        .map(content -> holds(new UfwFile(content.text(), true)))
                        .orElse(true);
    }

    private boolean holds(UfwFile file) {
        return file.known() && file.with(admissions).equals(file.text());
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.MAY_CUT_ACCESS;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("ufw's files are byte for byte the old ones and its rules are loaded from them, but"
                + " counters of packets begin anew, and a connection let in or kept out meanwhile stays that way");
    }

    @Override
    public Map<String, String> decides() {
        return Admission.decides(admissions);
    }
}
