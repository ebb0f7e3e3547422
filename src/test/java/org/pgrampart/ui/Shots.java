package org.pgrampart.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TabPane;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;

/// Looks at a stage: pictures of it, names in it, text that does not fit.
public final class Shots {
    private Shots() {}

    public static void write(Scene scene, Path file) throws IOException {
        WaitForAsyncUtils.waitForFxEvents();
        var image = new AtomicReference<WritableImage>();
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            image.set(scene.snapshot(null));
        });
        WritableImage shot = image.get();
        int width = (int) shot.getWidth();
        int height = (int) shot.getHeight();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pixels = shot.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        ImageIO.write(picture, "png", file.toFile());
    }

    public static void waitUntil(BooleanSupplier condition) {
        waitUntil(20, condition);
    }

    public static void waitUntil(int seconds, BooleanSupplier condition) {
        try {
            WaitForAsyncUtils.waitFor(seconds, TimeUnit.SECONDS, () -> {
                var holds = new AtomicReference<>(false);
                WaitForAsyncUtils.waitForAsyncFx(20_000, () -> holds.set(condition.getAsBoolean()));
                return holds.get();
            });
        } catch (TimeoutException e) {
            throw new AssertionError("it did not happen in time", e);
        }
    }

    static TabPane tabs(Parent root) {
        return (TabPane) root.lookup(".tab-pane");
    }

    /// What a screen reader can say of a node.
    static String name(Node node) {
        String own = Optional.ofNullable(node.getAccessibleText()).orElse("");
        if (own.isBlank() && node instanceof Labeled labeled) {
            own = Optional.ofNullable(labeled.getText()).orElse("");
        }
        return own;
    }

    /// Labels whose text is shown shortened though no tooltip holds the whole of it.
    static List<String> cut(Parent root) {
        List<String> cut = new ArrayList<>();
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> find(root, cut));
        return cut;
    }

    private static void find(Parent parent, List<String> cut) {
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (!node.isVisible()) {
                continue;
            }
            boolean inCell = node.getStyleClass().contains("list-cell");
            if (node instanceof Labeled labeled && !inCell && labeled.getTooltip() == null) {
                String text = Optional.ofNullable(labeled.getText()).orElse("");
                if (node.lookup(".text") instanceof Text shown
                        && node instanceof Label
                        && !text.isEmpty()
                        && shown.getText().length() < text.length()
                        && shown.getText().endsWith("...")) {
                    cut.add(text);
                }
            }
            if (node instanceof Parent inner) {
                find(inner, cut);
            }
        }
    }
}
