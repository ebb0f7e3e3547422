package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// Rich rules of a running firewalld, in front of all others of each zone that packets may pass, that say who may reach
/// SSH and PostgreSQL; the zones' other rules and targets stay as they are.
///
/// They are in force at once and permanent only when they are kept, so that a restart before takes them back by itself.
/// What others have in force and not permanent stays so: nothing is reloaded.
///
/// @param zones those of the host; empty before [#ready]
public record FirewalldRules(List<Admission> admissions, List<FirewalldZone> zones) implements HostChange {
    private static final Command ZONES = Command.machine(FirewalldZone.READING);

    /// Before what others are likely to have given a priority.
    private static final int FIRST = -31_000;

    private static final FirewalldZone EXAMPLE =
            new FirewalldZone("public", List.of(), List.of("public"), Optional.empty(), Optional.empty());

    public FirewalldRules {
        admissions = List.copyOf(admissions);
        zones = List.copyOf(zones);
    }

    /// PostgreSQL for these networks only, SSH for these.
    ///
    /// @param admins who may reach sshd; empty leaves sshd alone
    public static FirewalldRules allow(int postgres, List<IpRange> clients, int ssh, List<IpRange> admins) {
        return new FirewalldRules(Admission.of(postgres, clients, ssh, admins), List.of());
    }

    /// As firewalld itself prints them; whom they admit comes first.
    List<String> rules() {
        List<String> rules = new ArrayList<>();
        for (Admission admission : admissions) {
            String port = "port port=\"%d\" protocol=\"tcp\"".formatted(admission.port());
            for (IpRange network : admission.networks()) {
                String source =
                        network.fixedBits() == 0 ? "" : "source address=\"%s\" ".formatted(Admission.text(network));
                rules.add("rule priority=\"%d\" family=\"%s\" %s%s accept"
                        .formatted(FIRST, network.address().isVersion4() ? "ipv4" : "ipv6", source, port));
            }
        }
        for (Admission admission : admissions) {
            rules.add("rule priority=\"%d\" port port=\"%d\" protocol=\"tcp\" drop"
                    .formatted(FIRST + 1, admission.port()));
        }
        return rules;
    }

    @Override
    public String summary() {
        return Admission.summary("firewalld", admissions);
    }

    @Override
    public List<Request> reads() {
        return List.of(ZONES);
    }

    private static List<FirewalldZone> zones(Answers now) {
        Output said = now.output(ZONES);
        if (said.status() != 0) {
            throw new Unreadable("firewalld could not be asked", "root rights on the host");
        }
        return FirewalldZone.of(said.text());
    }

    @Override
    public Change ready(Answers now) {
        List<FirewalldZone> found = zones(now);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("firewalld does not run on this host. Start it, allowing SSH first.");
        }
        if (HostChange.said(now, ZONES).lines().anyMatch(line -> line.matches("version 0\\.[0-6](\\..*)?"))) {
            throw new IllegalArgumentException(
                    "This firewalld gives no rule a priority, which came with 0.7. Take a newer one.");
        }
        Optional<FirewalldZone> odd =
                found.stream().filter(zone -> !zone.fits()).findFirst();
        if (odd.isPresent()) {
            throw new IllegalArgumentException(
                    "Zone %s of firewalld is too large or has a name this program does not write. Add the rules by hand."
                            .formatted(odd.get().name()));
        }
        return new FirewalldRules(admissions, found);
    }

    @Override
    public List<Step> steps() {
        List<FirewalldZone> all = zones.isEmpty() ? List.of(EXAMPLE) : zones;
        List<Step> steps = new ArrayList<>();
        all.forEach(zone -> steps.add(zone.add(rules(), "")));
        all.forEach(zone -> steps.add(new Step.WhenKept(zone.add(rules(), "--permanent"))));
        return List.copyOf(steps);
    }

    /// From the last to the first, so that each finds the step that it takes back.
    @Override
    public List<Step> undo(Answers before) {
        List<FirewalldZone> all = zones(before).reversed();
        List<Step> steps = new ArrayList<>();
        all.forEach(zone -> steps.add(zone.removePermanent(rules())));
        all.forEach(zone -> steps.add(zone.removeRuntime(rules())));
        return List.copyOf(steps);
    }

    /// By what is in force: what is permanent comes later, when this has been proven.
    @Override
    public boolean holds(Answers now) {
        List<FirewalldZone> found = zones(now);
        return !found.isEmpty()
                && found.stream().allMatch(zone -> zone.runtime().containsAll(rules()));
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
        return Reversal.equivalent("the zones say what they said and their files are byte for byte the old ones, unless"
                + " somebody else changed a zone too; a connection let in or kept out meanwhile stays that way");
    }

    @Override
    public Map<String, String> decides() {
        return Admission.decides(admissions);
    }
}
