package org.pgrampart.plan;

import java.time.Duration;
import org.pgrampart.target.TargetException;

/// What can still be done about an applied plan: on the server's folder, or by statements alone.
interface Keeper {
    String id();

    void keep() throws ApplyException, TargetException;

    void undo() throws ApplyException, TargetException;

    void extend(Duration window) throws ApplyException, TargetException;
}
