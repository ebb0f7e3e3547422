package org.pgrampart.ui.review;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.pgrampart.check.Input;
import org.pgrampart.model.Secret;
import org.pgrampart.ui.kit.Parts;

/// Asks the owner what a fix needs to know before it can be planned.
final class InputSheet extends StackPane {
    private final Map<Input, TextField> fields = new LinkedHashMap<>();

    InputSheet(ReviewViewModel model, Row row, Consumer<InputSheet> close) {
        getStyleClass().add("veil");
        VBox sheet = Parts.column(
                "overlay-sheet",
                Parts.prose(row.control().title(), "card-title"),
                Parts.prose(row.finding().map(f -> f.subject().name()).orElse(""), "muted"));
        for (Input input : row.asks()) {
            TextField field = input.secret() ? new PasswordField() : new TextField(input.suggestion());
            field.setId("input-" + input.name());
            field.setAccessibleText(input.question());
            Label label = Parts.prose(input.question());
            label.setLabelFor(field);
            fields.put(input, field);
            sheet.getChildren().addAll(label, field);
        }
        Label trouble = Parts.prose("", "strong");
        Parts.shown(trouble, false);
        Runnable add = () -> {
            Map<String, Secret> answers = new LinkedHashMap<>();
            fields.forEach((input, field) -> answers.put(input.name(), Secret.of(field.getText())));
            if (model.answer(row, answers)) {
                close.accept(this);
            } else {
                trouble.setText("With these answers the fix cannot be made. Fill every field, or choose other values.");
                Parts.shown(trouble, true);
            }
        };
        Button cancel = Parts.button("Leave it", () -> close.accept(this));
        cancel.setCancelButton(true);
        Button plan = Parts.button("Add to plan", add, "accent");
        plan.setId("input-add");
        sheet.getChildren()
                .addAll(
                        Parts.prose(
                                "Secrets stay in memory until the plan is applied. They are never written down.",
                                "muted"),
                        trouble,
                        Parts.row("actions", Parts.space(), cancel, plan));
        sheet.setMaxSize(440, Region.USE_PREF_SIZE);
        getChildren().add(sheet);
        sceneProperty().subscribe(scene -> {
            if (scene != null && !fields.isEmpty()) {
                fields.values().iterator().next().requestFocus();
            }
        });
    }
}
