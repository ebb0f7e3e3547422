package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// Values of the kernel: at once, and in a file of our own for the next start.
///
/// @param values by name, such as `vm.overcommit_memory`
public record Sysctl(SortedMap<String, String> values) implements HostChange {
    public static final String FILE = "/etc/sysctl.d/60-pgrampart.conf";

    public Sysctl {
        values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
        values.forEach((name, value) -> {
            if (!name.matches("[a-z0-9_]+([./-][A-Za-z0-9_]+)+")
                    || !value.matches("[A-Za-z0-9_.-]+([ \\t][A-Za-z0-9_.-]+)*")) {
                throw new IllegalArgumentException(
                        "%s cannot be written for the kernel. Give it a plain value.".formatted(Shell.quote(name)));
            }
        });
    }

    public static Sysctl of(String name, String value) {
        return new Sysctl(new TreeMap<>(Map.of(name, value)));
    }

    private String text() {
        return "# made by PgRampart\n"
                + values.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private Command live() {
        String names = Shell.command(List.copyOf(values.keySet()));
        return Command.machine("""
                PATH="$PATH:/usr/sbin:/sbin"
                command -v sysctl >/dev/null || { echo "there is no sysctl" >&2; exit 78; }
                for name in %s; do sysctl -n -- "$name" 2>/dev/null || echo; done
                """.formatted(names));
    }

    private List<String> now(Answers answers) {
        List<String> lines = answers.output(live()).lines();
        List<String> now = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String value = i < lines.size() ? lines.get(i).strip() : "";
            if (value.isEmpty()) {
                throw new Unreadable("the kernel does not tell all of " + values.keySet(), "another kernel");
            }
            now.add(value);
        }
        return now;
    }

    private static Step.Run write(Map<String, String> values) {
        List<String> argv = new ArrayList<>(List.of("sysctl", "-q", "-w"));
        values.forEach((name, value) -> argv.add(name + "=" + value));
        return new Step.Run(argv, "");
    }

    @Override
    public String summary() {
        return "Set "
                + values.entrySet().stream()
                        .map(entry -> entry.getKey() + " to " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + " in the kernel";
    }

    @Override
    public List<Step> steps() {
        return List.of(HostChange.file(FILE, text(), "0644"), write(values));
    }

    @Override
    public List<Request> reads() {
        return List.of(live(), Content.reading(FILE, Command.Place.MACHINE));
    }

    @Override
    public List<Step> undo(Answers before) {
        SortedMap<String, String> old = new TreeMap<>();
        List<String> now = now(before);
        int at = 0;
        for (String name : values.keySet()) {
            old.put(name, now.get(at++));
        }
        return List.of(write(old), HostChange.put(before, FILE, "0644"));
    }

    @Override
    public boolean holds(Answers now) {
        List<String> wanted = values.values().stream().map(Sysctl::words).toList();
        return now(now).stream().map(Sysctl::words).toList().equals(wanted) && HostChange.is(now, FILE, text());
    }

    private static String words(String value) {
        return value.replaceAll("\\s+", " ");
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return values.keySet().stream().anyMatch(name -> name.startsWith("net.")) ? Hazard.MAY_CUT_ACCESS : Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.equivalent("the values are the old ones again, but not what the kernel did by the new ones");
    }

    @Override
    public Map<String, String> decides() {
        return values.entrySet().stream()
                .collect(Collectors.toMap(entry -> "kernel " + entry.getKey(), Map.Entry::getValue));
    }
}
