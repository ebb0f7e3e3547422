package org.pgrampart.ui.kit;

import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.access.Client;
import org.pgrampart.access.Impact;
import org.pgrampart.format.Printable;

/// What a plan means for those who log in: the count in a sentence, then everybody who would notice it.
public final class ImpactCard extends VBox {
    private static final int MOST = 8;

    /// @param all leads to the page with every place and role
    public ImpactCard(Impact impact, Runnable all) {
        getStyleClass().addAll("card", "impact");
        Label sentence = Parts.prose(impact.sentence(), "strong");
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMinWidth(0);
        getChildren().add(Parts.row("impact-head", Parts.icon(Feather.USERS), sentence, link(all)));
        List<Impact.Row> felt = Stream.of(Impact.Kind.REFUSED, Impact.Kind.UNSURE, Impact.Kind.OTHER_METHOD)
                .flatMap(kind -> impact.having(kind).stream())
                .toList();
        felt.stream().limit(MOST).forEach(row -> getChildren().add(row(row)));
        if (felt.size() > MOST) {
            getChildren()
                    .add(Parts.prose(
                            "and " + (felt.size() - MOST) + " more; the text of the plan names all of them.", "muted"));
        }
        impact.gaps().forEach(gap -> getChildren().add(Parts.prose(gap, "muted", "small")));
    }

    /// The button to the page with every place and role.
    public static Button link(Runnable all) {
        Button button = Parts.button("Who can log in", Feather.LOG_IN, all);
        button.setTooltip(Parts.tip("From where, by which line (Alt+9)"));
        return button;
    }

    private static Node row(Impact.Row row) {
        Client client = row.client();
        String sources = String.join(
                ", ",
                client.sources().stream().map(Client.Source::words).sorted().toList());
        String because = row.because().endsWith(".")
                ? row.because().substring(0, row.because().length() - 1)
                : row.because();
        String then = switch (row.kind()) {
            case REFUSED -> "Then refused: " + because;
            case UNSURE -> "Then it depends: " + because;
            default -> "Then " + row.after().words();
        };
        String way = "Today " + row.before().words() + ". " + then + ".";
        Label who = Parts.prose(Printable.line(client.login().words()));
        Label how = Parts.prose(
                Printable.line(way + " " + Character.toUpperCase(sources.charAt(0)) + sources.substring(1) + "."),
                "muted",
                "small");
        VBox words = Parts.column("impact-words", who, how);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        Label badge = switch (row.kind()) {
            case REFUSED -> Badges.badge("Refused", Feather.SLASH, "chip-bad");
            case UNSURE -> Badges.badge("Not known", Feather.HELP_CIRCLE, "chip-warn");
            default -> Badges.badge("Other proof", Feather.KEY, "chip-accent");
        };
        HBox line = Parts.row("impact-row", badge, words);
        line.setAccessibleText(
                Printable.line(badge.getText() + ": " + client.login().words() + ". " + way));
        return line;
    }
}
