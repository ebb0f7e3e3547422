package org.pgrampart.ui.connect;

import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.model.Secret;
import org.pgrampart.target.Secrets;
import org.pgrampart.ui.connect.ConnectViewModel.Question;
import org.pgrampart.ui.kit.Parts;

/// Asks over the page what the connection waits for: a secret, or whether a host key is the right one.
final class QuestionSheet extends StackPane {
    QuestionSheet(Question question) {
        getStyleClass().add("veil");
        VBox sheet = switch (question) {
            case Question.Ask ask -> secret(ask);
            case Question.HostKey key -> hostKey(key);
        };
        sheet.getStyleClass().add("overlay-sheet");
        sheet.setMaxSize(520, Region.USE_PREF_SIZE);
        getChildren().add(sheet);
    }

    private static VBox secret(Question.Ask ask) {
        String title = switch (ask.kind()) {
            case DATABASE_PASSWORD -> "Database password";
            case SSH_PASSWORD -> "SSH password";
            case KEY_PASSPHRASE -> "Passphrase of the key";
            case SUDO_PASSWORD -> "Password for sudo";
        };
        PasswordField field = new PasswordField();
        field.setId("secret");
        field.setAccessibleText(title + " for " + ask.what());
        Runnable give = () -> ask.answer().complete(Optional.of(Secret.of(field.getText())));
        field.setOnAction(_ -> give.run());
        Button use = Parts.button("Use it", give, "accent");
        Button without = Parts.button(
                ask.kind() == Secrets.Kind.SUDO_PASSWORD ? "Go on without root rights" : "Stop connecting",
                () -> ask.answer().complete(Optional.empty()));
        focus(field);
        return Parts.column(
                "question",
                Parts.text(title, "card-title"),
                Parts.prose("For " + ask.what() + ". It is kept in memory for this connection only."),
                field,
                Parts.row("actions", Parts.space(), without, use));
    }

    private static VBox hostKey(Question.HostKey key) {
        Button stop = Parts.button("Stop connecting", () -> key.answer().complete(false));
        Button trust = Parts.button(
                "Trust this key for " + key.host(),
                Feather.KEY,
                () -> key.answer().complete(true),
                "danger");
        trust.setId("trust-key");
        focus(stop);
        return Parts.column(
                "question",
                Parts.text("We meet " + key.host() + " for the first time", "card-title"),
                Parts.prose("Compare this fingerprint with the server's own, on its console or with its provider:"),
                Parts.prose(key.fingerprint(), "mono", "strong"),
                Parts.prose(
                        key.type() + ". On the server: ssh-keygen -lf /etc/ssh/ssh_host_" + name(key.type())
                                + "_key.pub",
                        "muted"),
                Parts.prose("If they differ, somebody may be between you and the server. Nothing was sent yet."),
                Parts.row("actions", Parts.space(), stop, trust));
    }

    private static String name(String type) {
        return type.startsWith("ssh-") ? type.substring(4) : "ecdsa";
    }

    private static void focus(javafx.scene.Node node) {
        node.sceneProperty().subscribe(scene -> {
            if (scene != null) {
                node.requestFocus();
            }
        });
    }
}
