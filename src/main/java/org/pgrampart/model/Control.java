package org.pgrampart.model;

import java.util.List;

/// What must hold, in words an owner can act on.
///
/// @param number stable and shown to users: `AUTH-02`
/// @param title states the good state, never the test; at most 80 characters
/// @param why what an attacker or an accident gains while it does not hold
/// @param fix what to do about it, doable by hand
/// @param cost what the fix costs, or when it is fine to leave this
/// @param references manual pages as links first, then benchmark numbers (`CIS 5.4`)
public record Control(
        String number,
        Area area,
        Severity severity,
        FixKind fixKind,
        String title,
        String why,
        String fix,
        String cost,
        List<String> references) {
    public Control {
        if (!number.matches(area.prefix() + "-\\d\\d")) {
            throw new IllegalArgumentException(number + " is no number of area " + area);
        }
        references = List.copyOf(references);
    }
}
