package org.pgrampart.plan;

/// One thing that was looked at over connections made anew.
///
/// @param what in a few words: `A new login to the database works`
/// @param detail what was seen, in one sentence
public record Proof(String what, Result result, String detail) {
    /// How it came out.
    public enum Result {
        PROVEN,
        /// It could be neither shown nor ruled out; the person may accept that.
        UNPROVEN,
        /// It was shown not to be so, and everything is undone.
        FAILED
    }

    static Proof proven(String what, String detail) {
        return new Proof(what, Result.PROVEN, detail);
    }

    static Proof unproven(String what, String detail) {
        return new Proof(what, Result.UNPROVEN, detail);
    }

    static Proof failed(String what, String detail) {
        return new Proof(what, Result.FAILED, detail);
    }

    static Proof of(String what, boolean proven, String detail) {
        return proven ? proven(what, detail) : failed(what, detail);
    }

    public boolean proven() {
        return result == Result.PROVEN;
    }

    /// For the transcript: `A new login works: logged in anew by ssh`.
    @Override
    public String toString() {
        return switch (result) {
            case PROVEN -> what + ": " + detail;
            case UNPROVEN -> "unproven: " + what + ": " + detail;
            case FAILED -> "not so: " + what + ": " + detail;
        };
    }
}
