package org.pgrampart.ui.kit;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.change.Effect;
import org.pgrampart.change.Reversal;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Status;

/// Status, severity, effect and environment as shape, word and colour: never colour alone.
public final class Badges {
    private Badges() {}

    public static Label severity(Severity severity) {
        return badge(word(severity), shape(severity), "sev-" + severity.key());
    }

    /// `Critical`.
    public static String word(Severity severity) {
        String key = severity.key();
        return key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
    }

    public static Feather shape(Severity severity) {
        return switch (severity) {
            case CRITICAL -> Feather.ALERT_OCTAGON;
            case HIGH -> Feather.ALERT_TRIANGLE;
            case MEDIUM -> Feather.ALERT_CIRCLE;
            case LOW, INFO -> Feather.INFO;
        };
    }

    public static Label status(Status status) {
        return badge(status.word(), shape(status), "status-" + status.key());
    }

    public static Feather shape(Status status) {
        return switch (status) {
            case PASS -> Feather.CHECK_CIRCLE;
            case WARN -> Feather.HELP_CIRCLE;
            case FAIL -> Feather.ALERT_TRIANGLE;
            case INFO -> Feather.INFO;
            case UNKNOWN -> Feather.SLASH;
            case NOT_APPLICABLE -> Feather.MINUS;
            case WAIVED -> Feather.PAUSE_CIRCLE;
        };
    }

    /// What the server needs before the change counts.
    public static Label effect(Effect effect) {
        return switch (effect) {
            case AT_ONCE -> badge("At once", Feather.ZAP, "chip");
            case NEW_SESSIONS -> badge("New sessions", Feather.LOG_IN, "chip");
            case RELOAD -> badge("Reload", Feather.REFRESH_CW, "chip");
            case RESTART -> badge("Restart", Feather.POWER, "chip-warn");
        };
    }

    public static Label reversal(Reversal reversal) {
        return switch (reversal) {
            case Reversal.Exact _ -> badge("Undo: exact", Feather.ROTATE_CCW, "chip");
            case Reversal.Equivalent _ -> badge("Undo: same effect", Feather.ROTATE_CCW, "chip");
            case Reversal.None _ -> badge("No undo", Feather.X_CIRCLE, "chip-bad");
        };
    }

    public static Label hazard() {
        return badge("May cut access", Feather.LIFE_BUOY, "chip-warn");
    }

    public static Label planned() {
        return badge("Planned", Feather.CHECK, "chip-accent");
    }

    public static Label badge(String word, Feather shape, String style) {
        Label label = new Label(word, Parts.icon(shape));
        label.getStyleClass().addAll("badge", style);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
