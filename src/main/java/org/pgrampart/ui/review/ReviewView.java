package org.pgrampart.ui.review;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.pgrampart.model.Area;
import org.pgrampart.ui.kit.Chosen;
import org.pgrampart.ui.kit.Parts;
import org.pgrampart.ui.kit.ShareBar;
import org.pgrampart.ui.review.ReviewViewModel.Show;

/// The Review page: the list of findings on the left, the chosen one on the right.
public final class ReviewView extends BorderPane {
    private final ReviewViewModel model;
    private final ListView<Row> list = new ListView<>();
    private final StackPane right = new StackPane();
    private final Map<Show, ToggleButton> filters = new EnumMap<>(Show.class);
    private final Label title = Parts.brief("", "section");
    private final ShareBar shares = new ShareBar();
    private final Button safe;
    private final Button access;

    public ReviewView(ReviewViewModel model) {
        this.model = model;
        safe = Parts.button("Add all safe fixes", Feather.ZAP, this::addSafe);
        safe.setId("add-safe");
        access = Parts.button("Who can log in", Feather.LOG_IN, model::goToAccess);
        access.setTooltip(Parts.tip("From where, by which line (Alt+9)"));
        safe.setTooltip(Parts.tip("Fixes that need no restart, shut nobody out and can be undone exactly."));
        list.setId("findings");
        list.getStyleClass().add("findings");
        list.setAccessibleText("Findings");
        list.setItems(model.rows());
        list.setCellFactory(_ -> new FindingCell(model));
        list.getSelectionModel().selectedItemProperty().subscribe(this::select);
        list.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.P && !key.isShortcutDown()) {
                Optional.ofNullable(list.getSelectionModel().getSelectedItem()).ifPresent(this::toggle);
            }
        });
        VBox left = new VBox(head(), list);
        left.getStyleClass().add("pane-left");
        VBox.setVgrow(list, Priority.ALWAYS);
        left.setPrefWidth(306);
        left.setMinWidth(300);
        left.setMaxWidth(420);
        setLeft(left);
        setCenter(right);
        setBottom(footer());
        model.rows().addListener((ListChangeListener<Row>) _ -> refresh());
        model.session().chosen().addListener((ListChangeListener<Chosen>) _ -> {
            list.refresh();
            safe.setDisable(model.safeFixes().isEmpty());
        });
        refresh();
    }

    private Node head() {
        ToggleGroup group = new ToggleGroup();
        HBox row = new HBox();
        for (Show show : Show.values()) {
            ToggleButton button = new ToggleButton(show.word());
            button.setId("show-" + show.name().toLowerCase(java.util.Locale.ROOT));
            button.setToggleGroup(group);
            button.setMinWidth(USE_PREF_SIZE);
            button.getStyleClass()
                    .add(show == Show.OPEN ? "left-pill" : show == Show.ALL ? "right-pill" : "center-pill");
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.show().set(show);
            });
            filters.put(show, button);
            row.getChildren().add(button);
        }
        model.show().subscribe(show -> filter(show).setSelected(true));
        TextField text = Parts.field("Filter findings", "Filter: name, setting, CIS number");
        text.setId("filter");
        text.textProperty().bindBidirectional(model.text());
        shares.setMaxWidth(Double.MAX_VALUE);
        access.setId("who-can-log-in");
        access.setMaxWidth(Double.MAX_VALUE);
        return Parts.column("filter-bar", title, shares, access, row, text);
    }

    private ToggleButton filter(Show show) {
        return java.util.Objects.requireNonNull(filters.get(show));
    }

    private void refresh() {
        for (Show show : Show.values()) {
            String word = show.word() + " " + model.count(show);
            filter(show).setText(word);
        }
        var assessment = model.session().assessment();
        title.setText(model.area().map(Area::title).orElse("All areas"));
        Parts.shown(
                access,
                model.area()
                        .map(area -> area == Area.AUTHENTICATION || area == Area.NETWORK)
                        .orElse(true));
        assessment.ifPresent(a -> shares.show(model.area().map(a::in).orElse(a.results())));
        int count = model.safeFixes().size();
        safe.setText(
                count == 0
                        ? "No safe fixes left"
                        : count == 1 ? "Add the 1 safe fix" : "Add all safe fixes (" + count + ")");
        safe.setDisable(count == 0);
        if (model.rows().isEmpty()) {
            list.setPlaceholder(nothing());
            select(null);
        } else if (list.getSelectionModel().getSelectedItem() == null) {
            list.getSelectionModel().selectFirst();
        }
    }

    private Node nothing() {
        String where = model.area().map(Area::title).orElse("any area");
        return switch (model.show().get()) {
            case OPEN ->
                model.text().get().isBlank()
                        ? Parts.empty(
                                Feather.CHECK_CIRCLE,
                                "Nothing open in " + where,
                                model.count(Show.PASSED) + " passed, " + model.count(Show.UNCHECKED) + " not checked.")
                        : Parts.empty(Feather.SEARCH, "Nothing matches", "Change or clear the filter.");
            case PASSED -> Parts.empty(Feather.MINUS, "Nothing passed here", "See the open findings.");
            case UNCHECKED -> Parts.empty(Feather.CHECK_CIRCLE, "Everything here was checked", "");
            case ALL -> Parts.empty(Feather.SEARCH, "Nothing matches", "Change or clear the filter.");
        };
    }

    private void select(@org.jspecify.annotations.Nullable Row row) {
        right.getChildren()
                .setAll(
                        row == null
                                ? Parts.empty(
                                        Feather.LIST,
                                        "No finding is chosen",
                                        "Choose one in the list to see why it matters, what would change, and how to undo"
                                                + " it.")
                                : new FindingDetail(model, row, () -> toggle(row)));
    }

    private void toggle(Row row) {
        if (!model.toggle(row)) {
            right.getChildren()
                    .add(new InputSheet(model, row, sheet -> right.getChildren().remove(sheet)));
        }
        list.refresh();
    }

    private void addSafe() {
        model.addSafeFixes();
        refresh();
    }

    private Node footer() {
        Label count = Parts.brief("", "muted");
        Button plan = Parts.button("Go to Plan", Feather.ARROW_RIGHT, model::goToPlan, "accent");
        plan.setId("go-to-plan");
        plan.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        Runnable show = () -> {
            int size = model.session().chosen().size();
            count.setText(
                    size == 0
                            ? "The plan is empty. Add a fix with P, or all safe ones at once."
                            : size == 1 ? "1 fix is planned." : size + " fixes are planned.");
            plan.setDisable(size == 0);
        };
        model.session().chosen().addListener((ListChangeListener<Chosen>) _ -> show.run());
        show.run();
        return Parts.row("footer", safe, count, Parts.space(), plan);
    }
}
