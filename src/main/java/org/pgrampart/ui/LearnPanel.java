package org.pgrampart.ui;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.Screen;
import org.pgrampart.ui.kit.Session;

/// What this stage is about, for those who learn; opened and closed with F1.
final class LearnPanel extends VBox {
    private final VBox text = Parts.column("learn-text");

    LearnPanel(Session session) {
        getStyleClass().add("learn");
        setMinWidth(250);
        setPrefWidth(270);
        setMaxWidth(270);
        var close = Parts.iconButton(
                Feather.X, "Close the learn panel", () -> session.learning().set(false));
        ScrollPane scroll = Parts.scroll(text);
        VBox.setVgrow(scroll, javafx.scene.layout.Priority.ALWAYS);
        getChildren().addAll(Parts.row("learn-head", Parts.text("Learn", "learn-title"), Parts.space(), close), scroll);
        session.screen().subscribe(this::show);
    }

    private void show(Screen screen) {
        text.getChildren().clear();
        text.getChildren().add(Parts.prose(screen == Screen.WELCOME ? "How it goes" : screen.title(), "strong"));
        for (String paragraph : paragraphs(screen)) {
            text.getChildren().add(Parts.prose(paragraph));
        }
    }

    private static String[] paragraphs(Screen screen) {
        return switch (screen) {
            case WELCOME ->
                new String[] {
                    "You look first. Looking changes nothing on the server.",
                    "You choose what to put right, read exactly what will run, and confirm it.",
                    "The server can undo it by itself. You keep it only after new connections have proved that it works."
                };
            case CONNECT ->
                new String[] {
                    "TLS keeps others from reading along. With verify-full it also proves that this is your server.",
                    "SSH shows what the database alone cannot: files, their rights, the firewall, backups.",
                    "An unknown host key is shown to you once. A changed one stops everything."
                };
            case ASSESS ->
                new String[] {
                    "Every statement runs in a read-only transaction.",
                    "What cannot be read is never counted as passed. It says which right would show it."
                };
            case REVIEW ->
                new String[] {
                    "A finding names one thing that breaks one rule: a role, a line of pg_hba.conf, a file.",
                    "The score weighs findings. One open critical caps it at 40, one high at 70.",
                    "Read when it is fine to leave a finding. Not every rule fits every server."
                };
            case PLAN ->
                new String[] {
                    "Steps are in the order they run. What may shut people out comes last.",
                    "A reload disconnects nobody. A restart drops every session.",
                    "Each step has its way back, worked out from the server's present state."
                };
            case CONFIRM ->
                new String[] {
                    "The digest stands for exactly the text on this page. If the server changed meanwhile, nothing runs.",
                    "Keep another way in at hand when logins are touched, such as the provider's console."
                };
            case APPLY ->
                new String[] {
                    "Before the first change the server gets its own timer and its own way back.",
                    "If you lose contact, wait. The server undoes the changes at the time shown.",
                    "Existing sessions stay open. Only new ones prove that logging in still works."
                };
            case VERIFY ->
                new String[] {
                    "Everything is read again over new connections, because old sessions keep old values.",
                    "A control that became worse stands first."
                };
            case ACCESS ->
                new String[] {
                    "The first line that matches decides, even if a later one would fit better. No line means no.",
                    "The line only says how somebody proves who they are. What they may do is up to grants.",
                    "A role without a password cannot use a line that asks for one."
                };
            case REPORT ->
                new String[] {
                    "The HTML file needs no network and no script.",
                    "A change set can be rolled back here, on the command line, or by the script on the server."
                };
        };
    }
}
