package org.pgrampart.ui.kit;

import java.util.Locale;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.target.Environment;

/// The tinted band over the pages that lead to changes: which server, and what it is for, in colour and in words.
public final class Band extends HBox {
    public Band(Session session) {
        session.liveProperty().subscribe(_ -> {
            getChildren().clear();
            getStyleClass().setAll("row", "page-band");
            session.live().ifPresent(live -> {
                getStyleClass().add(style(live.environment()));
                getChildren()
                        .addAll(
                                Parts.icon(Feather.SERVER),
                                Parts.brief(live.name(), "strong"),
                                Parts.text(word(live.environment()), "strong"),
                                Parts.text(
                                        live.environment() == Environment.PRACTICE
                                                ? "Nothing here is real."
                                                : "What you confirm here happens on this server."));
            });
            Parts.shown(this, !getChildren().isEmpty());
        });
    }

    /// The style class that tints a surface.
    public static String style(Environment environment) {
        return "env-" + environment.word();
    }

    /// `PRODUCTION`.
    public static String word(Environment environment) {
        return environment.word().toUpperCase(Locale.ROOT);
    }
}
