package org.pgrampart.python;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Takes secrets out of settings before anyone sees them.
final class Redaction {
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?!PASSWORD_HASHERS|AUTH_PASSWORD_VALIDATORS|PASSWORD_RESET).*(secret|passw|passphrase|_pass$|^pass$|pwd|token|credential|api_?key|private|signing|_key$|^key$|_dsn|salt).*");
    private static final Pattern URL = Pattern.compile("(?s)[\\w.+-]+://[^/\\s]*@.*");
    private static final Pattern CONNECTION = Pattern.compile("(?is).*\\bpassword\\s*=.*");

    private Redaction() {}

    static boolean secret(String name) {
        return SECRET.matcher(name).matches();
    }

    static Value hide(String name, Value value) {
        return switch (value) {
            case Value.Text text
            when secret(name)
                    || URL.matcher(text.text()).matches()
                    || CONNECTION.matcher(text.text()).matches() ->
                new Value.Secret(SecretShape.of(text.text()), text.place());
            case Value.Items items ->
                new Value.Items(
                        items.items().stream().map(item -> hide(name, item)).toList(), items.place());
            case Value.Dictionary dictionary -> {
                Map<String, Value> hidden = new LinkedHashMap<>();
                dictionary.entries().forEach((key, each) -> hidden.put(key, hide(secret(name) ? name : key, each)));
                yield new Value.Dictionary(hidden, dictionary.place());
            }
            case Value.Environment environment ->
                new Value.Environment(
                        environment.name(),
                        environment.preset().map(each -> hide(secret(name) ? name : environment.name(), each)),
                        environment.resolved().map(each -> hide(secret(name) ? name : environment.name(), each)),
                        environment.place());
            case Value.OneOf oneOf ->
                new Value.OneOf(
                        oneOf.candidates().stream()
                                .map(each -> hide(name, each))
                                .toList(),
                        oneOf.place());
            default -> value;
        };
    }
}
