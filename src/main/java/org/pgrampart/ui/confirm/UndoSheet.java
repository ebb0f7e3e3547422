package org.pgrampart.ui.confirm;

import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.kit.Parts;

/// Over the Confirm page: everything that takes the plan back, to be read before it is applied.
final class UndoSheet extends StackPane {
    private final ConfirmViewModel model;

    UndoSheet(ConfirmViewModel model) {
        this.model = model;
        getStyleClass().addAll("veil", "wide-veil");
        String text = model.undoText();
        // no list of lines as elsewhere: nothing of a long line may be out of sight here
        TextArea lines = new TextArea(text);
        lines.setId("undo-text");
        lines.getStyleClass().add("undo-text");
        lines.setEditable(false);
        lines.setWrapText(true);
        lines.setAccessibleText("How this plan is undone");
        VBox.setVgrow(lines, Priority.ALWAYS);
        VBox told = Parts.column("notices");
        Button copy = Parts.button("Copy", Feather.COPY, () -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
        });
        copy.setId("copy-undo");
        copy.setAccessibleText("Copy the way back");
        Button save = Parts.button("Save as…", Feather.SAVE, this::choose);
        save.setId("save-undo");
        save.setAccessibleText("Save the way back to a file");
        Button close = Parts.button("Close", () -> model.reading().set(false), "accent");
        close.setId("close-undo");
        close.setCancelButton(true);
        VBox sheet = Parts.column(
                "overlay-sheet",
                Parts.text("How this plan is undone", "card-title"),
                Parts.prose(model.undoPlace(), "muted"),
                lines,
                told,
                Parts.row("actions", copy, save, Parts.space(), close));
        sheet.setMaxWidth(960);
        getChildren().add(sheet);
        Runnable tell = () -> {
            told.getChildren().clear();
            model.problem().get().ifPresent(p -> told.getChildren().add(Parts.notice(p)));
            model.saved()
                    .get()
                    .ifPresent(
                            path -> told.getChildren().add(Parts.notice("good", "It is written to " + path + ".", "")));
            Parts.shown(told, !told.getChildren().isEmpty());
        };
        Subscription news =
                model.problem().subscribe(_ -> tell.run()).and(model.saved().subscribe(_ -> tell.run()));
        parentProperty().addListener((_, _, parent) -> {
            if (parent == null) {
                news.unsubscribe();
            }
        });
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                lines.requestFocus();
            }
        });
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the way back");
        chooser.setInitialFileName("undo-" + model.name() + ".txt");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Text", "*.txt"));
        Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                .map(java.io.File::toPath)
                .ifPresent((Path file) -> model.save(file));
    }
}
