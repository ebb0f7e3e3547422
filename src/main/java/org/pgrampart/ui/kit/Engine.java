package org.pgrampart.ui.kit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pgrampart.target.Checklist;
import org.pgrampart.target.HostKeyQuestion;
import org.pgrampart.target.Progress;
import org.pgrampart.target.Secrets;
import org.pgrampart.target.TargetException;

/// What the screens ask of the rest of the program. Everything but [#understand] may take long: ask in the background.
public interface Engine {
    /// A target that was used before, with what came of it.
    record Known(TargetForm form, Optional<Instant> assessed, OptionalInt score) {}

    List<Known> known() throws TargetException;

    /// Takes any pasted text apart: a URI, a DSN, a service, a socket folder, a name from ssh_config.
    TargetForm understand(String pasted);

    Live connect(TargetForm form, Secrets secrets, HostKeyQuestion hostKeys, Checklist checklist)
            throws TargetException;

    /// Starts the practice server and connects to it.
    Live practise(Progress progress) throws TargetException;
}
