package org.pgrampart.lab;

/// What a command that ran to its end left behind: exit status and the two outputs as UTF-8.
public record Ran(int rc, String out, String err) {
    /// This result if the exit status is 0; else an [AssertionError] with what the command said.
    public Ran ok() {
        if (rc != 0) {
            throw new AssertionError("exit status %d%n%s%n%s".formatted(rc, out.strip(), err.strip()));
        }
        return this;
    }

    /// The output without white space around it, of a command that must have succeeded.
    public String text() {
        return ok().out().strip();
    }
}
