package org.pgrampart.ui.kit;

import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.format.Printable;
import org.pgrampart.plan.Mode;

/// How changes are made over this connection, and everything that cannot be done this way.
public final class ModeCard extends VBox {
    public ModeCard(Mode mode) {
        getStyleClass().addAll("card", "mode");
        setId("mode");
        getChildren()
                .add(Parts.row(
                        "mode-head", Parts.icon(Feather.KEY), Parts.prose(Printable.line(mode.title()), "strong")));
        mode.limits().forEach(limit -> getChildren().add(Parts.prose(Printable.line(limit), "muted", "small")));
    }
}
