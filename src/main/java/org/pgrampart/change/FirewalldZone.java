package org.pgrampart.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pgrampart.format.Shell;

/// A zone of firewalld as it was read.
///
/// @param runtime the rich rules that are in force
/// @param permanent what `firewall-cmd --permanent --list-all` says, line by line
/// @param file its own file under /etc, in base64; empty where it has none and is as it was delivered
/// @param old the copy that firewalld keeps of the file before, in base64
record FirewalldZone(
        String name, List<String> runtime, List<String> permanent, Optional<String> file, Optional<String> old) {
    private static final int LONGEST = 40_000;

    /// Asks for the zones that packets may pass: the active ones and the default one.
    static final String READING = """
            PATH="$PATH:/usr/sbin:/sbin"
            command -v firewall-cmd >/dev/null || { echo "firewalld is not installed" >&2; exit 78; }
            [ "$(id -u)" = 0 ] || { echo "only root sees the firewall" >&2; exit 77; }
            LC_ALL=C
            export LC_ALL
            fw() { timeout 20 firewall-cmd "$@" 2>/dev/null </dev/null; }
            [ "$(fw --state)" = running ] || exit 0
            fw --version | sed 's/^/version /'
            { fw --get-default-zone; fw --get-active-zones | sed -n 's/^\\([^[:space:](][^[:space:](]*\\).*/\\1/p'; } | sort -u |
                while read -r zone; do
                    echo "zone $zone"
                    fw --zone="$zone" --list-rich-rules | sed 's/^/runtime /'
                    fw --permanent --zone="$zone" --list-all | sed 's/^/permanent /'
                    f=/etc/firewalld/zones/$zone.xml
                    [ ! -e "$f" ] || echo "file $(base64 <"$f" | tr -d '\\n')"
                    [ ! -e "$f.old" ] || echo "old $(base64 <"$f.old" | tr -d '\\n')"
                done
            """;

    /// From what [#READING] prints.
    static List<FirewalldZone> of(String text) {
        Map<String, FirewalldZone> zones = new LinkedHashMap<>();
        FirewalldZone zone = new FirewalldZone("", List.of(), List.of(), Optional.empty(), Optional.empty());
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            zone = switch (words[0]) {
                case "zone" -> new FirewalldZone(rest, List.of(), List.of(), Optional.empty(), Optional.empty());
                case "runtime" ->
                    new FirewalldZone(zone.name, and(zone.runtime, rest), zone.permanent, zone.file, zone.old);
                case "permanent" ->
                    new FirewalldZone(zone.name, zone.runtime, and(zone.permanent, rest), zone.file, zone.old);
                case "file" -> new FirewalldZone(zone.name, zone.runtime, zone.permanent, Optional.of(rest), zone.old);
                case "old" -> new FirewalldZone(zone.name, zone.runtime, zone.permanent, zone.file, Optional.of(rest));
                default -> zone;
            };
            if (!zone.name.isEmpty()) {
                zones.put(zone.name, zone);
            }
        }
        return List.copyOf(zones.values());
    }

    private static List<String> and(List<String> lines, String line) {
        List<String> more = new ArrayList<>(lines);
        if (!line.isBlank()) {
            more.add(line.stripTrailing());
        }
        return List.copyOf(more);
    }

    private List<String> kept() {
        return permanent.stream().map(String::strip).toList();
    }

    /// Whether what takes it back fits a command.
    boolean fits() {
        return name.matches("[A-Za-z0-9_-]+")
                && !permanent.isEmpty()
                && file.orElse("").length() + old.orElse("").length() < LONGEST;
    }

    /// Adds rules, and fails where firewalld has not taken every one: its own status says only that it took some.
    ///
    /// @param where what `firewall-cmd` is told in front: `--permanent` or nothing
    Step.Run add(List<String> rules, String where) {
        return Activation.shell(command(where) + each("--add-rich-rule=", rules) + failing(false, rules), "");
    }

    private static String each(String option, List<String> rules) {
        StringBuilder script = new StringBuilder("fw");
        rules.forEach(rule -> script.append(" \\\n    ").append(option).append(Shell.quote(rule)));
        return script.append('\n').toString();
    }

    /// Fails where one of these rules is listed, or is not.
    private static String failing(boolean present, List<String> rules) {
        return """
                listed=$(fw --list-rich-rules) || exit 1
                while read -r rule; do
                    if printf '%%s\\n' "$listed" | grep -Fqx -- "$rule"; then here=true; else here=false; fi
                    [ $here != %s ] || exit 1
                done <<'END'
                %sEND
                """.formatted(present, rules.stream().map(rule -> rule + "\n").collect(Collectors.joining()));
    }

    private String command(String where) {
        return "fw() { timeout 60 firewall-cmd %s--zone=%s \"$@\" </dev/null; }\n"
                .formatted(where.isEmpty() ? "" : where + " ", name);
    }

    /// Takes rules that were not in force before out of force; where firewalld has ended they are so already.
    Step.Run removeRuntime(List<String> rules) {
        List<String> ours =
                rules.stream().filter(rule -> !runtime.contains(rule)).toList();
        return Activation.shell(
                "[ \"$(timeout 20 firewall-cmd --state 2>/dev/null </dev/null)\" = running ] || exit 0\n" + command("")
                        + removal(ours),
                "");
    }

    // firewall-cmd's own status says only that it took some
    private static String removal(List<String> rules) {
        if (rules.isEmpty()) {
            return ":\n";
        }
        return each("--remove-rich-rule=", rules) + failing(true, rules);
    }

    /// Takes rules out of what is permanent. By firewalld, which does not notice when its files are changed; where the
    /// zone then says what it said before, its files get their old bytes, or go.
    Step.Run removePermanent(List<String> rules) {
        List<String> ours =
                rules.stream().filter(rule -> !kept().contains(rule)).toList();
        String said = Base64.getEncoder()
                .encodeToString((String.join("\n", permanent) + "\n").getBytes(StandardCharsets.UTF_8));
        String back = file.map(bytes -> "put " + bytes + " \"$f\"\n")
                .orElse("fw_any --load-zone-defaults=" + name + " || :\nrm -f -- \"$f\"\n");
        String backOld = old.map(bytes -> "put " + bytes + " \"$f.old\"\n").orElse("rm -f -- \"$f.old\"\n");
        return Activation.shell("""
                f=/etc/firewalld/zones/%1$s.xml
                if [ "$(timeout 20 firewall-cmd --state 2>/dev/null </dev/null)" = running ]; then
                    fw_any() { timeout 60 firewall-cmd --permanent "$@" </dev/null; }
                else
                    fw_any() { firewall-offline-cmd "$@" </dev/null; }
                fi
                fw() { fw_any --zone=%1$s "$@"; }
                put() {
                    [ ! -e "$2" ] || cp -p -- "$2" "$2.pgrampart"
                    printf %%s "$1" | base64 -d >"$2.pgrampart"
                    mv -f -- "$2.pgrampart" "$2"
                }
                %2$s
                if [ "$(fw --list-all | sed 's/[[:space:]]*$//;/^$/d')" != "$(printf %%s %3$s | base64 -d)" ]; then
                    echo "Zone %1$s was changed by somebody else too; only our rules were taken out of it." >&2
                    exit 0
                fi
                %4$s%5$s""".formatted(name, removal(ours).strip(), said, back, backOld), "");
    }
}
