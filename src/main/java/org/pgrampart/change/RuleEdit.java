package org.pgrampart.change;

import java.util.List;
import java.util.Optional;
import org.pgrampart.format.HbaEntry;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaOption;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.HbaType;

/// What is done to one rule of a pg_hba.conf, named by its words; nothing when there is no such rule any more.
public sealed interface RuleEdit {
    /// The rule it is about, in the words of [HbaRule#words]; empty for a rule in front of all others.
    String rule();

    /// A few words for the plan.
    String summary();

    record Method(String rule, String method, List<HbaOption> options) implements RuleEdit {
        @Override
        public String summary() {
            return "`" + rule + "` uses " + method;
        }
    }

    record Type(String rule, HbaType type) implements RuleEdit {
        @Override
        public String summary() {
            return "`" + rule + "` becomes " + type.keyword();
        }
    }

    /// More than one address makes several lines of the rule.
    record Addresses(String rule, List<String> addresses) implements RuleEdit {
        public Addresses {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("A rule needs an address. Name one, or remove the rule.");
            }
        }

        @Override
        public String summary() {
            return "`" + rule + "` is for " + String.join(", ", addresses);
        }
    }

    record Databases(String rule, List<HbaToken> databases) implements RuleEdit {
        @Override
        public String summary() {
            return "`" + rule + "` is for database "
                    + String.join(
                            ", ", databases.stream().map(HbaToken::toString).toList());
        }
    }

    record Users(String rule, List<HbaToken> users) implements RuleEdit {
        @Override
        public String summary() {
            return "`" + rule + "` is for role "
                    + String.join(", ", users.stream().map(HbaToken::toString).toList());
        }
    }

    record Remove(String rule) implements RuleEdit {
        @Override
        public String summary() {
            return "`" + rule + "` goes away";
        }
    }

    record Before(String rule, String line) implements RuleEdit {
        @Override
        public String summary() {
            return "`" + line.strip() + "` comes before `" + rule + "`";
        }
    }

    record First(String line) implements RuleEdit {
        @Override
        public String rule() {
            return "";
        }

        @Override
        public String summary() {
            return "`" + line.strip() + "` comes first";
        }
    }

    /// All edits at once: every edit finds its rule by the words it had before any of them.
    ///
    /// @throws IllegalArgumentException when a line that is new cannot stand in such a file
    static HbaFile apply(HbaFile file, List<RuleEdit> edits) {
        HbaFile edited = file;
        // from the end, so that the line numbers of what comes earlier stay true
        for (HbaRule rule : file.rules().reversed()) {
            String words = rule.words();
            List<RuleEdit> own = edits.stream()
                    .filter(edit -> !edit.rule().isEmpty() && edit.rule().equals(words))
                    .toList();
            if (!own.isEmpty()) {
                edited = edit(edited, rule.line(), own);
            }
        }
        for (RuleEdit edit : edits.reversed()) {
            if (edit instanceof First(String line) && !leads(edited, line)) {
                Optional<HbaEntry> top = edited.entries().stream().findFirst();
                HbaFile before = edited;
                edited = top.map(entry -> before.insertBefore(entry, line)).orElseGet(() -> before.append(line));
            }
        }
        return edited;
    }

    private static HbaFile edit(HbaFile file, int line, List<RuleEdit> edits) {
        HbaFile edited = file;
        for (RuleEdit edit : edits) {
            HbaFile now = edited;
            HbaRule rule = now.ruleAt(line).orElseThrow();
            edited = switch (edit) {
                case Method(String _, String method, List<HbaOption> options) ->
                    now.replaceMethod(rule, method, options);
                case Type(String _, HbaType type) -> now.replaceType(rule, type);
                case Addresses(String _, List<String> addresses) -> now.replaceAddress(rule, addresses.getFirst());
                case Databases(String _, List<HbaToken> databases) -> now.replaceDatabases(rule, databases);
                case Users(String _, List<HbaToken> users) -> now.replaceUsers(rule, users);
                case Remove _, Before _, First _ -> now;
            };
        }
        for (RuleEdit edit : edits) {
            if (edit instanceof Addresses(String _, List<String> addresses)) {
                edited = copies(edited, line, addresses);
            }
        }
        boolean goes = edits.stream().anyMatch(Remove.class::isInstance);
        HbaRule last = edited.ruleAt(line).orElseThrow();
        if (goes) {
            return edited.remove(last);
        }
        List<String> before = edits.stream()
                .filter(Before.class::isInstance)
                .map(edit -> ((Before) edit).line())
                .toList();
        HbaFile now = edited;
        String missing = before.stream()
                .filter(text -> !stands(now, line, text, before))
                .collect(java.util.stream.Collectors.joining("\n"));
        return missing.isEmpty() ? now : now.insertBefore(now.ruleAt(line).orElseThrow(), missing);
    }

    // the further addresses of a rule become copies of it in front: which of them comes first does not matter
    private static HbaFile copies(HbaFile file, int line, List<String> addresses) {
        HbaFile edited = file;
        for (String address : addresses.subList(1, addresses.size())) {
            HbaRule rule = edited.ruleAt(line).orElseThrow();
            StringBuilder text = new StringBuilder(rule.type().keyword()).append(' ');
            text.append(String.join(
                            ",",
                            rule.databases().stream().map(HbaToken::written).toList()))
                    .append(' ');
            text.append(String.join(
                            ",", rule.users().stream().map(HbaToken::written).toList()))
                    .append(' ');
            text.append(new HbaToken(address, false).written()).append(' ').append(rule.method());
            rule.options().forEach(option -> text.append(' ').append(option.written()));
            edited = edited.insertBefore(rule, text.toString());
        }
        return edited;
    }

    /// Whether a rule is there already, with nothing but others of the same edit between it and its place.
    private static boolean stands(HbaFile file, int line, String text, List<String> all) {
        String words = words(file, text);
        List<String> ours = all.stream().map(other -> words(file, other)).toList();
        for (HbaRule rule : file.rules().reversed()) {
            if (rule.line() < line) {
                if (rule.words().equals(words)) {
                    return true;
                }
                if (!ours.contains(rule.words())) {
                    return false;
                }
            }
        }
        return false;
    }

    /// Whether the rule is there already and nothing in front of it could take its place.
    private static boolean leads(HbaFile file, String text) {
        String words = words(file, text);
        HbaRule wanted = HbaFile.parse(line(text), file.major()).rules().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The new line holds no rule. Write one."));
        for (HbaRule rule : file.rules()) {
            if (rule.words().equals(words)) {
                return true;
            }
            boolean harmless =
                    rule.isReject() == wanted.isReject() && rule.method().equals(wanted.method())
                            || rule.isLocal() != wanted.isLocal();
            if (!harmless) {
                return false;
            }
        }
        return false;
    }

    private static String words(HbaFile file, String text) {
        return HbaFile.parse(line(text), file.major()).rules().stream()
                .map(HbaRule::words)
                .findFirst()
                .orElse("");
    }

    private static byte[] line(String text) {
        return (text.strip() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
