package org.pgrampart.ui.kit;

import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.Circle;
import org.pgrampart.assess.Score;

/// A score as a ring and a number; a dash where nothing could be judged.
public final class ScoreRing extends StackPane {
    private final Arc arc = new Arc();
    private final Label number = new Label("–");

    public ScoreRing(double radius) {
        getStyleClass().add("score-ring");
        Circle track = new Circle(radius);
        track.getStyleClass().add("ring-track");
        arc.setRadiusX(radius);
        arc.setRadiusY(radius);
        arc.setStartAngle(90);
        arc.setType(ArcType.OPEN);
        arc.getStyleClass().add("ring-arc");
        // An arc's own bounds shift with its length, so it is placed by hand over the track.
        arc.setManaged(false);
        number.getStyleClass().add("ring-number");
        number.setStyle("-fx-font-size: " + Math.round(radius * 0.75) + "px;");
        getChildren().addAll(track, arc, number);
        double side = 2 * radius + 12;
        setMinSize(side, side);
        setPrefSize(side, side);
        setMaxSize(side, side);
        arc.setCenterX(side / 2);
        arc.setCenterY(side / 2);
    }

    public void show(Score score) {
        arc.getStyleClass().removeIf(s -> s.startsWith("ring-level"));
        if (score.points().isEmpty()) {
            number.setText("–");
            arc.setLength(0);
            setAccessibleText("No score yet");
            return;
        }
        int points = score.points().getAsInt();
        number.setText(Integer.toString(points));
        arc.setLength(-3.6 * points);
        arc.getStyleClass().add("ring-level-" + level(points));
        setAccessibleText("Score %d of 100, %d percent checked".formatted(points, Math.round(score.coverage() * 100)));
    }

    /// `good`, `fair` or `poor`, in step with the caps that open critical and high findings put on a score.
    public static String level(int points) {
        return points > 85 ? "good" : points > 40 ? "fair" : "poor";
    }
}
