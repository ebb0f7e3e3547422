package org.pgrampart.plan;

import java.time.Duration;
import org.pgrampart.change.Hazard;
import org.pgrampart.reading.Output;
import org.pgrampart.target.TargetException;

/// The timer on the server that undoes a change set unless it is kept: armed and read back before anything changes.
///
/// @param kind `systemd`, `at` or `shell`
/// @param survivesRestart whether a restart of the machine within the window undoes it as well
record DeadMansSwitch(String kind, boolean survivesRestart) {
    /// @throws ApplyException when none could be armed and the plan is not to be applied without
    static DeadMansSwitch arm(ServerFolder folder, Plan plan, Duration window, boolean practice)
            throws TargetException, ApplyException {
        Output output = folder.arm(window);
        String[] words = output.text().strip().split(" ");
        DeadMansSwitch armed = output.status() == 0 && words.length == 2
                ? new DeadMansSwitch(words[0], words[1].equals("boot"))
                : new DeadMansSwitch("none", false);
        boolean hazard = plan.hazard() == Hazard.MAY_CUT_ACCESS;
        if (hazard && armed.isNone()) {
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "No timer could be armed on the server, so changes that may cut access are not made.",
                    "Run them as a script at the server's console, or give the login user root rights.");
        }
        if (hazard && !armed.survivesRestart() && !practice) {
            throw new ApplyException(
                    ApplyException.State.UNTOUCHED,
                    "Nothing on the server would undo the changes after a restart of the machine, so they are not made.",
                    "Connect as a user with root rights, or install cron.");
        }
        if (armed.isNone()) {
            folder.unguarded();
        }
        return armed;
    }

    boolean isNone() {
        return kind.equals("none");
    }
}
