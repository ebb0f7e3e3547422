package org.pgrampart.change;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.Sql;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Query;
import org.pgrampart.reading.Request;

/// Sets a parameter in postgresql.auto.conf, or takes it out again when `value` is empty.
public record AlterSystem(String parameter, Optional<String> value, Effect effect, Hazard hazard) implements Change {
    /// Only the entry in postgresql.auto.conf counts: undoing must restore its absence, not pin today's default.
    private static final Query ENTRIES = Query.cluster("""
                    SELECT DISTINCT ON (name) name, setting FROM pg_catalog.pg_file_settings
                     WHERE sourcefile LIKE '%postgresql.auto.conf' ORDER BY name, seqno DESC""").needs(Query.FILE_SETTINGS);

    /// A setting of the lock-out class is a hazard whatever the caller thought.
    public AlterSystem {
        Sql.settingName(parameter);
        hazard = LockOut.of(parameter, value) == Hazard.MAY_CUT_ACCESS ? Hazard.MAY_CUT_ACCESS : hazard;
    }

    public static AlterSystem set(String parameter, String value, Effect effect) {
        return new AlterSystem(parameter, Optional.of(value), effect, Hazard.NONE);
    }

    @Override
    public String summary() {
        return value.map(v -> "Set " + parameter + " to " + (v.isEmpty() ? "nothing" : v))
                .orElse("Take " + parameter + " out of postgresql.auto.conf");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                Step.Sql.alone(value.map(v -> "ALTER SYSTEM SET " + parameter + " = " + Sql.settingValue(parameter, v))
                        .orElse("ALTER SYSTEM RESET " + parameter)));
    }

    @Override
    public List<Request> reads() {
        return List.of(ENTRIES);
    }

    @Override
    public Change inverse(Answers before) {
        return new AlterSystem(parameter, entry(before), effect, hazard);
    }

    @Override
    public boolean holds(Answers now) {
        return entry(now).map(this::written).equals(value.map(this::written));
    }

    // a list may stand in the file with other blanks and quotes than it was asked for
    private String written(String text) {
        return Sql.settingValue(parameter, text);
    }

    private Optional<String> entry(Answers answers) {
        return answers.rows(ENTRIES).stream()
                .filter(row -> row.text("name").equals(parameter))
                .findFirst()
                .flatMap(row -> row.find("setting"));
    }

    @Override
    public Reversal reversal() {
        return OneWay.of(parameter, value, effect);
    }

    @Override
    public Map<String, String> decides() {
        return Map.of("setting " + parameter.toLowerCase(Locale.ROOT), String.valueOf(value.map(this::written)));
    }
}
