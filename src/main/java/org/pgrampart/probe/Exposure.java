package org.pgrampart.probe;

import java.util.List;
import java.util.stream.Stream;
import org.pgrampart.reading.Answers;

/// The three layers between a stranger and the server: where it listens, its login rules, and the firewall.
public record Exposure(Listening listening, LoginRules logins, Firewall firewall) {
    public static final Probe<Exposure> PROBE = new Probe<>(
            Stream.of(Listening.PROBE.requests(), LoginRules.PROBE.requests(), Firewall.PROBE.requests())
                    .flatMap(List::stream)
                    .toList(),
            Exposure::read);

    private static Exposure read(Answers answers) {
        return new Exposure(Listening.read(answers), LoginRules.read(answers), Firewall.read(answers));
    }
}
