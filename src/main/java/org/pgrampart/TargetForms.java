package org.pgrampart;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Environment;
import org.pgrampart.target.SshAddress;
import org.pgrampart.target.Sudo;
import org.pgrampart.target.Target;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.TargetText;
import org.pgrampart.ui.kit.TargetForm;
import org.pgrampart.ui.kit.TargetForm.Field;

/// Leads from what the Connect page shows to a target, and back.
final class TargetForms {
    private static final Map<Field, String> LIBPQ = Map.of(
            Field.HOST, "host",
            Field.PORT, "port",
            Field.DATABASE, "dbname",
            Field.USER, "user",
            Field.TLS, "sslmode",
            Field.ROOT_CERTIFICATE, "sslrootcert");

    private TargetForms() {}

    static TargetForm form(TargetText text) {
        Map<Field, String> values = address(text.address());
        values.put(Field.NAME, name(text.address()));
        Map<Field, String> origins = new EnumMap<>(Field.class);
        LIBPQ.forEach((field, libpq) -> {
            String from = text.from().getOrDefault(libpq, "");
            if (!from.isEmpty() && !from.equals("text")) {
                origins.put(field, from.equals("default") ? "default" : "from the " + from);
            }
        });
        return new TargetForm(values, origins, text.password(), text.address().options());
    }

    static TargetForm form(Target target) {
        Map<Field, String> values = address(target.database());
        values.put(Field.NAME, target.name());
        values.put(Field.ENVIRONMENT, target.environment().word());
        values.put(Field.SUDO, target.sudo().name().toLowerCase(Locale.ROOT));
        values.put(Field.TUNNEL, target.tunnel() ? "through SSH" : "no");
        target.django().ifPresent(folder -> values.put(Field.DJANGO, folder));
        target.ssh().ifPresent(ssh -> {
            values.put(Field.SSH_HOST, ssh.host());
            ssh.port().ifPresent(port -> values.put(Field.SSH_PORT, Integer.toString(port)));
            ssh.user().ifPresent(user -> values.put(Field.SSH_USER, user));
            ssh.key().ifPresent(key -> values.put(Field.SSH_KEY, key.toString()));
        });
        return new TargetForm(
                values, Map.of(), Optional.empty(), target.database().options());
    }

    private static Map<Field, String> address(DatabaseAddress address) {
        Map<Field, String> values = new EnumMap<>(Field.class);
        values.put(Field.HOST, address.host());
        values.put(Field.PORT, Integer.toString(address.port()));
        values.put(Field.DATABASE, address.database());
        values.put(Field.USER, address.user());
        values.put(Field.TLS, address.sslMode());
        address.sslRootCert().ifPresent(file -> values.put(Field.ROOT_CERTIFICATE, file));
        return values;
    }

    private static String name(DatabaseAddress address) {
        return address.isSocket() ? "local" : address.host();
    }

    /// @throws TargetException when a field holds what cannot be meant
    static Target target(TargetForm form) throws TargetException {
        String host = form.get(Field.HOST).isEmpty() ? "localhost" : form.get(Field.HOST);
        String user =
                form.get(Field.USER).isEmpty() ? System.getProperty("user.name", "postgres") : form.get(Field.USER);
        String database = form.get(Field.DATABASE).isEmpty() ? "postgres" : form.get(Field.DATABASE);
        DatabaseAddress address = new DatabaseAddress(
                host,
                port(form, Field.PORT).orElse(5432),
                database,
                user,
                form.get(Field.TLS).isEmpty() ? DatabaseAddress.VERIFY_FULL : form.get(Field.TLS),
                given(form, Field.ROOT_CERTIFICATE),
                form.options());
        Optional<SshAddress> ssh = given(form, Field.SSH_HOST).isEmpty()
                ? Optional.empty()
                : Optional.of(new SshAddress(
                        given(form, Field.SSH_USER),
                        form.get(Field.SSH_HOST),
                        port(form, Field.SSH_PORT),
                        given(form, Field.SSH_KEY).map(TargetForms::path),
                        Optional.empty(),
                        Optional.empty()));
        return new Target(
                given(form, Field.NAME).orElse(name(address)),
                address,
                ssh,
                false,
                ssh.isPresent() && form.get(Field.TUNNEL).equals("through SSH"),
                Sudo.valueOf(given(form, Field.SUDO).orElse("automatic").toUpperCase(Locale.ROOT)),
                given(form, Field.DJANGO),
                Environment.valueOf(
                        given(form, Field.ENVIRONMENT).orElse("production").toUpperCase(Locale.ROOT)),
                false);
    }

    private static Path path(String typed) {
        return typed.startsWith("~/")
                ? Path.of(System.getProperty("user.home", "."), typed.substring(2))
                : Path.of(typed);
    }

    private static Optional<String> given(TargetForm form, Field field) {
        return Optional.of(form.get(field)).filter(text -> !text.isEmpty());
    }

    private static Optional<Integer> port(TargetForm form, Field field) throws TargetException {
        Optional<String> typed = given(form, field);
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        if (!typed.get().matches("\\d{1,5}") || Integer.parseInt(typed.get()) > 65_535) {
            throw new TargetException(
                    TargetException.Kind.WRONG_INPUT,
                    field.label() + " is no port number: " + typed.get() + ".",
                    "Write a number from 1 to 65535, or leave it empty.");
        }
        return typed.map(Integer::valueOf);
    }
}
