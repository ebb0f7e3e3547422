package org.pgrampart.format;

import java.util.List;
import java.util.regex.Pattern;

/// Takes out of a text what must never be shown: verifiers, passwords in connection strings, private keys.
///
/// The last line of defence before a report, a log or a message; what is known to be secret is not put there at all.
/// Every pattern runs in linear time, because the text may come from a hostile server.
public final class Masked {
    private record Mask(Pattern pattern, String replacement) {}

    /// What secrets are called, in configuration files, connection strings, environments and Python.
    private static final String NAME = "(?:password|passwd|pwd|passphrase|secret_key|secretkey|radiussecrets|secret|"
            + "access_key|api_?key|auth_?token|access_token|cipher-pass)";

    /// A quoted text up to its end, or one word. What only says where a secret comes from is no secret.
    private static final String VALUE = "(?!os\\.|env\\b|getenv|environ|config\\(|None\\b|null\\b|\\(hidden\\))"
            + "(?:[bBrRfFuUeE]?'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'"
            + "|[bBrRfFuUeE]?\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[^\\s,;&)'\"]++)";

    private static final List<Mask> MASKS = List.of(
            new Mask(
                    Pattern.compile(
                            "-----BEGIN [A-Z ]{0,40}PRIVATE KEY( BLOCK)?-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY( BLOCK)?-----|\\z)",
                            Pattern.DOTALL),
                    "(private key hidden)"),
            new Mask(Pattern.compile("SCRAM-SHA-256\\$[^\\s'\"]++"), "SCRAM-SHA-256\\$(hidden)"),
            new Mask(Pattern.compile("\\bmd5[0-9a-fA-F]{32}\\b"), "md5(hidden)"),
            new Mask(Pattern.compile("django-insecure-[^\\s'\"]++"), "django-insecure-(hidden)"),
            new Mask(
                    Pattern.compile(
                            "(?i)(\\bPASSWORD\\s++)(?:E?'[^']*+(?:''[^']*+)*+'|(\\$\\w*+\\$).{0,512}?\\2)",
                            Pattern.DOTALL),
                    "$1'(hidden)'"),
            new Mask(Pattern.compile("(?i)(" + NAME + "\\b['\"]?\\]?\\s*+(?::=|[=:])\\s*+)" + VALUE), "$1(hidden)"),
            new Mask(Pattern.compile("(?i)(--(?:password|passphrase|cipher-pass)\\s++)(?!-)" + VALUE), "$1(hidden)"),
            new Mask(Pattern.compile("(?i)(\\b(?:bearer|basic)\\s++)[A-Za-z0-9+/=._~-]{16,}+"), "$1(hidden)"),
            new Mask(Pattern.compile("(://[^\\s:/@'\"]*+):(?!\\d{1,5}/)[^\\s'\"]{0,512}@"), "$1:(hidden)@"));

    private Masked() {}

    /// The text without its secrets.
    public static String text(String text) {
        String masked = text;
        for (Mask mask : MASKS) {
            masked = mask.pattern().matcher(masked).replaceAll(mask.replacement());
        }
        return masked;
    }
}
