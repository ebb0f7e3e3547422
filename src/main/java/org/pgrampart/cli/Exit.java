package org.pgrampart.cli;

/// The exit statuses that scripts rely on.
final class Exit {
    static final int DONE = 0;
    static final int FINDINGS = 1;
    static final int USAGE = 2;
    static final int NO_CONNECTION = 3;
    static final int NOTHING_ASSESSED = 4;
    static final int ROLLED_BACK = 5;
    static final int ROLLBACK_INCOMPLETE = 6;
    static final int INTERRUPTED = 130;

    private Exit() {}
}
