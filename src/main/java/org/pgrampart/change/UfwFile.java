package org.pgrampart.change;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.format.IpRange;

/// A file in which ufw keeps its rules, `user.rules` or `user6.rules`, with ours in front of all others.
///
/// @param version6 whether it is the one for IPv6
record UfwFile(String text, boolean version6) {
    static final String PATH = "/etc/ufw/user.rules";
    static final String PATH6 = "/etc/ufw/user6.rules";

    private static final String BEGIN = "\n### RULES ###\n\n";
    private static final String END = "### END RULES ###\n";

    /// Whether rules can be put into it.
    boolean known() {
        int begin = text.indexOf(BEGIN);
        return begin >= 0 && begin == text.lastIndexOf(BEGIN) && text.indexOf(END) >= begin + BEGIN.length();
    }

    /// The same with these ports open to their networks alone: what `ufw prepend` makes of it. Rules that are there
    /// already are moved to the front.
    String with(List<Admission> admissions) {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        List<String> ours = rules(admissions);
        StringBuilder all = new StringBuilder(text.substring(0, begin));
        ours.forEach(all::append);
        // each rule is some lines and an empty one
        for (String rule : text.substring(begin, end).split("(?<=\n\n)")) {
            if (!ours.contains(rule)) {
                all.append(rule);
            }
        }
        return all.append(text.substring(end)).toString();
    }

    private List<String> rules(List<Admission> admissions) {
        List<String> rules = new ArrayList<>();
        for (Admission admission : admissions) {
            for (IpRange network : admission.networks()) {
                if (network.address().isVersion4() != version6) {
                    rules.add(rule("allow", admission.port(), Admission.text(network), "ACCEPT"));
                }
            }
            rules.add(rule("deny", admission.port(), "", "DROP"));
        }
        return rules;
    }

    private String rule(String action, int port, String source, String verdict) {
        String anywhere = version6 ? "::/0" : "0.0.0.0/0";
        boolean all = source.isEmpty() || source.equals(anywhere);
        return "### tuple ### %s tcp %d %s any %s in\n-A %s -p tcp --dport %d%s -j %s\n\n"
                .formatted(
                        action,
                        port,
                        anywhere,
                        all ? anywhere : source,
                        version6 ? "ufw6-user-input" : "ufw-user-input",
                        port,
                        all ? "" : " -s " + source,
                        verdict);
    }
}
