package org.pgrampart.assess;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Area;
import org.pgrampart.model.Status;
import org.pgrampart.reading.Answers;
import org.pgrampart.target.Rounds;

/// One run: what was asked, what came back, what was judged. Results stand in catalogue order.
public record Assessment(
        String target,
        Instant started,
        Duration took,
        Baseline baseline,
        Answers answers,
        List<Result> results,
        Rounds rounds) {
    public Assessment {
        results = List.copyOf(results);
    }

    public Optional<Result> find(String number) {
        return results.stream().filter(r -> r.control().number().equals(number)).findFirst();
    }

    public List<Result> in(Area area) {
        return results.stream().filter(r -> r.control().area() == area).toList();
    }

    public Map<Status, Integer> counts() {
        return counts(results);
    }

    public static Map<Status, Integer> counts(List<Result> results) {
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        results.forEach(r -> counts.merge(r.status(), 1, Integer::sum));
        return counts;
    }

    public Score score() {
        return Score.of(results);
    }

    public Score score(Area area) {
        return Score.of(in(area));
    }
}
