package org.pgrampart.target.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Words and patterns as OpenSSH's files write them.
final class SshWords {
    private SshWords() {}

    /// The keyword of a line and its arguments: quotes hold blanks together, the keyword may end in `=`.
    static List<String> of(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return List.of();
        }
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '=') {
            end++;
        }
        List<String> words = new ArrayList<>();
        words.add(text.substring(0, end));
        String rest = text.substring(end).stripLeading();
        arguments(rest.startsWith("=") ? rest.substring(1) : rest, words);
        return words;
    }

    private static void arguments(String text, List<String> words) {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                any = true;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (any) {
                    words.add(word.toString());
                }
                word.setLength(0);
                any = false;
            } else if (c == '#' && !quoted && !any) {
                return;
            } else {
                word.append(c);
                any = true;
            }
        }
        if (any) {
            words.add(word.toString());
        }
    }

    /// Whether a list of patterns covers a name: one has to match, and none with `!` may.
    static boolean matches(List<String> patterns, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean covered = false;
        for (String pattern : patterns) {
            boolean negated = pattern.startsWith("!");
            String plain = (negated ? pattern.substring(1) : pattern).toLowerCase(Locale.ROOT);
            if (glob(plain, lower)) {
                if (negated) {
                    return false;
                }
                covered = true;
            }
        }
        return covered;
    }

    /// `*` stands for any characters, `?` for one. Takes time in proportion to both lengths, whatever the pattern.
    static boolean glob(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int from = 0;
        while (t < text.length()) {
            if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))
                    && pattern.charAt(p) != '*') {
                p++;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                from = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
