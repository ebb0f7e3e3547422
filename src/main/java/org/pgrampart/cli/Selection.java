package org.pgrampart.cli;

import java.util.ArrayList;
import java.util.List;
import org.pgrampart.catalogue.Catalogue;
import org.pgrampart.check.Check;
import org.pgrampart.model.Area;
import picocli.CommandLine.Option;

/// The options that say which checks a command is about.
final class Selection {
    @Option(
            names = "--area",
            split = ",",
            paramLabel = "NAME",
            description = "Only these areas: authentication, network, …")
    List<String> areas = new ArrayList<>();

    @Option(names = "--check", split = ",", paramLabel = "ID", description = "Only these checks, by number or name.")
    List<String> checks = new ArrayList<>();

    /// The chosen checks in catalogue order.
    List<Check<?>> chosen() {
        if (areas.isEmpty() && checks.isEmpty()) {
            return Catalogue.ALL;
        }
        List<Area> wanted = areas.stream().map(Selection::area).toList();
        List<Check<?>> named = new ArrayList<>();
        for (String name : checks) {
            named.add(Catalogue.find(name)
                    .orElseThrow(() -> new CommandException(
                            Exit.USAGE,
                            "There is no check " + name + ".",
                            "See `pgrampart checks` for the numbers and names.")));
        }
        return Catalogue.ALL.stream()
                .filter(c -> wanted.contains(c.control().area()) || named.contains(c))
                .toList();
    }

    private static Area area(String name) {
        return Area.of(name)
                .orElseThrow(() -> new CommandException(
                        Exit.USAGE,
                        "There is no area " + name + ".",
                        "Take one of "
                                + String.join(
                                        ", ",
                                        java.util.Arrays.stream(Area.values())
                                                .map(Area::key)
                                                .toList())
                                + "."));
    }
}
