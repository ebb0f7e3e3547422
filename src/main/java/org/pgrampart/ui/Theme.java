package org.pgrampart.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;

/// The look: AtlantaFX Primer, light or dark, with the program's own colours and sizes over it.
final class Theme {
    private Theme() {}

    static void dress(Scene scene, boolean dark) {
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        scene.getStylesheets()
                .setAll(List.of(sheet("bridge.css"), sheet("window.css"), sheet(dark ? "dark.css" : "light.css")));
    }

    static String sheet(String name) {
        URL found = Theme.class.getResource(name);
        return Objects.requireNonNull(found, name).toExternalForm();
    }
}
