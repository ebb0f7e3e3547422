package org.pgrampart.plan;

import org.pgrampart.reading.Server;

/// Makes the script that takes a plan back on a server that has lost its own folder of it, such as one restored
/// elsewhere. It is kept on this computer and holds no secret.
@FunctionalInterface
public interface UndoCopy {
    /// Makes none.
    UndoCopy NONE = (_, _, _) -> "";

    /// @param id the change set's name
    String script(Plan plan, Server server, String id);
}
