package org.pgrampart.change;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What undoing a setting cannot bring back: said before anybody confirms it.
final class OneWay {
    /// A standby stops replaying when its own value is smaller than its primary's.
    private static final Set<String> STANDBY = Set.of(
            "max_connections",
            "max_worker_processes",
            "max_wal_senders",
            "max_prepared_transactions",
            "max_locks_per_transaction");

    private static final Set<String> ARCHIVE = Set.of("archive_mode", "archive_command", "archive_library");

    private static final Set<String> OFF = Set.of("off", "false", "no", "0");

    private OneWay() {}

    /// How completely giving a setting this value can be undone.
    static Reversal of(String setting, Optional<String> value, Effect effect) {
        String name = setting.toLowerCase(Locale.ROOT);
        String text = value.orElse("").toLowerCase(Locale.ROOT);
        if (name.equals("wal_level") && !text.equals("logical")) {
            return Reversal.none("what is written at a lower WAL level cannot be replayed by standbys, slots and"
                    + " point-in-time recovery; make a base backup afterwards");
        }
        if ((name.equals("fsync") || name.equals("full_page_writes")) && OFF.contains(text)) {
            return Reversal.none("data written meanwhile may be lost or torn by a crash");
        }
        if (ARCHIVE.contains(name)) {
            return Reversal.equivalent("the value is the same afterwards, but WAL that was not archived meanwhile"
                    + " leaves a gap; make a base backup after undoing it");
        }
        if (STANDBY.contains(name)) {
            return Reversal.equivalent("it takes a second restart, and a standby stops where its own value is smaller"
                    + " than its primary's");
        }
        return effect == Effect.RESTART
                ? Reversal.equivalent("the value is the same afterwards, but it takes a second restart, which ends"
                        + " every session again")
                : Reversal.exact();
    }
}
