package org.pgrampart.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression of pg_hba.conf, carried over to Java where both mean the same, else undecided.
final class NamePattern {
    /// Expressions come from the server and may be made to take for ever.
    private static final int PATIENCE = 200_000;

    private static final class OutOfPatience extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Counted(CharSequence text, int[] reads) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++reads[0] > PATIENCE) {
                throw new OutOfPatience();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), reads);
        }
    }

    private final Optional<Pattern> pattern;

    NamePattern(String expression) {
        this.pattern = translate(expression);
    }

    Match matches(String name) {
        if (pattern.isEmpty()) {
            return Match.MAYBE;
        }
        try {
            return Match.of(pattern.get().matcher(new Counted(name, new int[1])).find());
        } catch (OutOfPatience | StackOverflowError endless) {
            return Match.MAYBE;
        }
    }

    /// What the first pair of brackets matched in a name that matches; empty where there is none.
    Optional<String> group(String name) {
        Matcher matcher = pattern.orElseThrow().matcher(name);
        return matcher.find() && matcher.groupCount() > 0 ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Pattern> translate(String expression) {
        if (expression.startsWith("***") || expression.contains("(?")) {
            return Optional.empty();
        }
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                if (++i == expression.length()) {
                    return Optional.empty();
                }
                char escaped = expression.charAt(i);
                boolean same = "dswDSWtnrf".indexOf(escaped) >= 0 || !Character.isLetterOrDigit(escaped);
                if (!same && escaped != 'y') {
                    return Optional.empty();
                }
                java.append('\\').append(escaped == 'y' ? 'b' : escaped);
            } else if (c == '[') {
                int end = bracket(expression, i, java);
                if (end < 0) {
                    return Optional.empty();
                }
                i = end;
            } else if (c == '$') {
                java.append("\\z");
            } else if ((c == '+' || c == '?') && i > 0 && "*+?}".indexOf(expression.charAt(i - 1)) >= 0 && c == '+') {
                return Optional.empty();
            } else {
                java.append(c);
            }
        }
        try {
            return Optional.of(Pattern.compile(java.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException notShared) {
            return Optional.empty();
        }
    }

    /// Copies a bracket expression; gives the index of its end, or -1 where the two languages may differ.
    private static int bracket(String expression, int start, StringBuilder java) {
        int i = start + 1;
        java.append('[');
        if (i < expression.length() && expression.charAt(i) == '^') {
            java.append('^');
            i++;
        }
        int first = i;
        while (i < expression.length()) {
            char c = expression.charAt(i);
            if (c == ']' && i > first) {
                java.append(']');
                return i;
            }
            if (c == '[' && i + 1 < expression.length() && ":=.".indexOf(expression.charAt(i + 1)) >= 0) {
                int close = expression.indexOf(":]", i + 2);
                String javaName = close < 0 ? "" : posix(expression.substring(i + 2, close));
                if (expression.charAt(i + 1) != ':' || javaName.isEmpty()) {
                    return -1;
                }
                java.append(javaName);
                i = close + 2;
                continue;
            }
            if (c == '\\') {
                if (i + 1 == expression.length()
                        || "dsw".indexOf(expression.charAt(i + 1)) < 0
                                && Character.isLetterOrDigit(expression.charAt(i + 1))) {
                    return -1;
                }
                java.append(c).append(expression.charAt(++i));
            } else {
                java.append("[&]^".indexOf(c) >= 0 ? "\\" : "").append(c);
            }
            i++;
        }
        return -1;
    }

    private static String posix(String name) {
        return switch (name) {
            case "alpha" -> "\\p{Alpha}";
            case "digit" -> "\\p{Digit}";
            case "alnum" -> "\\p{Alnum}";
            case "lower" -> "\\p{Lower}";
            case "upper" -> "\\p{Upper}";
            case "space" -> "\\s";
            case "punct" -> "\\p{Punct}";
            case "xdigit" -> "\\p{XDigit}";
            default -> "";
        };
    }
}
