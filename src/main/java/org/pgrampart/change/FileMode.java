package org.pgrampart.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pgrampart.format.Shell;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Request;
import org.pgrampart.reading.Unreadable;

/// Gives a file or folder an owner, a mode or both.
///
/// @param owner `user:group`; empty leaves it
/// @param mode octal without a leading zero: `640`; empty leaves it
/// @param place whether it belongs to the database server or to the machine around it
public record FileMode(String path, Optional<String> owner, Optional<String> mode, Command.Place place)
        implements Change {
    private static final Pattern OWNER =
            Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]*\\$?:[A-Za-z0-9_.][A-Za-z0-9_.-]*\\$?");
    private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");

    public FileMode {
        mode = mode.map(m -> m.replaceFirst("^0+(?=[0-7]{3})", ""));
        if (owner.filter(o -> !OWNER.matcher(o).matches()).isPresent()
                || mode.filter(m -> !MODE.matcher(m).matches()).isPresent()
                || owner.isEmpty() && mode.isEmpty()) {
            throw new IllegalArgumentException(
                    "Owner and mode of %s are not understood. Give them as user:group and as three or four octal digits."
                            .formatted(path));
        }
    }

    /// A file of the database server or the Django project.
    public static FileMode mode(String path, String mode) {
        return new FileMode(path, Optional.empty(), Optional.of(mode), Command.Place.SERVER);
    }

    /// Owner as `user:group`.
    public static FileMode of(String path, String owner, String mode) {
        return new FileMode(path, Optional.of(owner), Optional.of(mode), Command.Place.SERVER);
    }

    /// The same for a file of the machine around the server.
    public FileMode ofMachine() {
        return new FileMode(path, owner, mode, Command.Place.MACHINE);
    }

    @Override
    public String summary() {
        List<String> words = new ArrayList<>();
        owner.ifPresent(o -> words.add("owner " + o));
        mode.ifPresent(m -> words.add("mode " + m));
        return "Give " + path + " " + String.join(" and ", words);
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step.Attributes(path, owner.orElse(null), mode.orElse(null)));
    }

    private Command reading() {
        String script = """
                f=%s
                [ -e "$f" ] || { echo "there is no $f" >&2; exit 78; }
                stat -L -c '%%U:%%G %%a' -- "$f" 2>/dev/null || stat -L -f '%%Su:%%Sg %%Lp' -- "$f"
                """.formatted(Shell.quoteName(path));
        return new Command(place, true, script, 4096);
    }

    @Override
    public List<Request> reads() {
        return List.of(reading());
    }

    @Override
    public Change inverse(Answers before) {
        String[] now = now(before);
        return new FileMode(path, owner.map(_ -> now[0]), mode.map(_ -> now[1]), place);
    }

    @Override
    public boolean holds(Answers answers) {
        String[] now = now(answers);
        return owner.map(now[0]::equals).orElse(true)
                && mode.map(now[1]::equals).orElse(true);
    }

    private String[] now(Answers answers) {
        String[] words = answers.output(reading()).text().strip().split(" ");
        if (words.length != 2) {
            throw new Unreadable("owner and mode of " + path + " could not be read", "root rights on the host");
        }
        return words;
    }

    @Override
    public Effect effect() {
        return Effect.AT_ONCE;
    }

    @Override
    public Hazard hazard() {
        return Hazard.NONE;
    }

    @Override
    public Reversal reversal() {
        return Reversal.exact();
    }

    @Override
    public boolean outside() {
        return place == Command.Place.MACHINE;
    }

    @Override
    public Map<String, String> decides() {
        Map<String, String> decided = new HashMap<>();
        owner.ifPresent(o -> decided.put("owner of " + path, o));
        mode.ifPresent(m -> decided.put("mode of " + path, m));
        return decided;
    }
}
