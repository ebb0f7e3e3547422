package org.pgrampart.plan;

import java.time.Instant;
import java.util.Optional;
import org.pgrampart.access.AccessPicture;
import org.pgrampart.access.Impact;
import org.pgrampart.probe.WhoLogsIn;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.NotHere;
import org.pgrampart.reading.Unreadable;
import org.pgrampart.target.Progress;
import org.pgrampart.target.ReadSession;
import org.pgrampart.target.TargetException;

/// Who can log in before and after a plan, and what that means for everybody who is known to.
public record PlannedAccess(AccessPicture before, AccessPicture after, Impact impact) {
    /// Who can log in today.
    ///
    /// @param at the time the reading carries
    /// @throws TargetException when the connection is lost, or the rules could not be read
    public static AccessPicture today(ReadSession session, Instant at) throws TargetException {
        Answers answers = session.read(WhoLogsIn.PROBE.requests(), at, Optional.empty(), Progress.NONE);
        try {
            return WhoLogsIn.PROBE
                    .read()
                    .apply(FurtherReading.read(session, answers))
                    .picture();
        } catch (Unreadable e) {
            throw new TargetException(
                    TargetException.Kind.RIGHTS,
                    "The login rules could not be read: " + e.because() + ".",
                    "It needs " + e.missing() + ".");
        } catch (NotHere e) {
            throw new TargetException(
                    TargetException.Kind.RIGHTS,
                    "The login rules could not be read: " + e.because() + ".",
                    "Look at pg_hba.conf on the server itself.");
        }
    }
}
