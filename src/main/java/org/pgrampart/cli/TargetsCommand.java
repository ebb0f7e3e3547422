package org.pgrampart.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pgrampart.format.Printable;
import org.pgrampart.store.StoreException;
import org.pgrampart.store.TargetsFile;
import org.pgrampart.target.DatabaseAddress;
import org.pgrampart.target.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Keeps targets by name, without secrets.
@Command(
        name = "targets",
        description = "Saved targets: list, add, show or remove.",
        footer = {"", "Example: pgrampart targets add shop --db postgresql://audit@db1/shop --ssh audit@db1"},
        mixinStandardHelpOptions = true)
final class TargetsCommand implements Callable<Integer> {
    /// What to do.
    enum Action {
        list,
        add,
        show,
        remove
    }

    private final Context context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "list|add|show|remove", description = "list by default.")
    private Action action = Action.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The target's name.")
    private @Nullable String name;

    @Mixin
    private TargetOptions options = new TargetOptions();

    TargetsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws StoreException {
        TargetsFile file = new TargetsFile(context.folders());
        switch (action) {
            case list -> file.list().forEach(this::line);
            case add -> {
                Target target = TargetParts.from(named(), options, context, CommandLineSecrets.prompting(context));
                file.put(target);
                context.err()
                        .println("Saved " + target.name() + " in "
                                + context.folders().targets());
            }
            case show -> line(known(file));
            case remove -> {
                known(file);
                file.remove(named());
                context.err().println("Removed " + named() + ".");
            }
        }
        return Exit.DONE;
    }

    private String named() {
        if (name == null || name.isBlank()) {
            throw new CommandException(
                    Exit.USAGE, "No name was given.", "Write it behind the action: targets " + action + " NAME.");
        }
        return name;
    }

    private Target known(TargetsFile file) throws StoreException {
        String wanted = named();
        return file.find(wanted)
                .orElseThrow(() -> new CommandException(
                        Exit.USAGE, "There is no saved target " + wanted + ".", "See `pgrampart targets list`."));
    }

    /// As `--db` takes it.
    private static String uri(DatabaseAddress db) {
        String host = db.isSocket() ? encoded(db.host()) : db.host().contains(":") ? "[" + db.host() + "]" : db.host();
        String root = db.sslRootCert()
                .map(file -> "&sslrootcert=" + encoded(file).replace("%2F", "/"))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "postgresql://%s@%s:%d/%s?sslmode=%s%s",
                encoded(db.user()),
                host,
                db.port(),
                encoded(db.database()),
                db.sslMode(),
                root);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void line(Target target) {
        List<String> parts = new ArrayList<>();
        parts.add(uri(target.database()));
        target.ssh()
                .ifPresent(
                        ssh -> parts.add("ssh " + ssh.user().map(u -> u + "@").orElse("") + ssh.host()
                                + ssh.port().map(p -> ":" + p).orElse("")));
        if (target.local()) {
            parts.add("local");
        }
        if (target.tunnel()) {
            parts.add("tunnel");
        }
        target.django().ifPresent(d -> parts.add("django " + d));
        context.out()
                .println(Printable.line(
                        String.format(Locale.ROOT, "%-20s %s", target.name(), String.join("  ", parts))));
    }
}
