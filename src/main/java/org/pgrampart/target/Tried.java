package org.pgrampart.target;

/// What a login got that was tried only to see what becomes of it.
///
/// @param admitted whether a session began; it was ended at once
/// @param state the SQLSTATE of the refusal; `08004` where the server wants a password and none was given
/// @param words the server's own words, fit to show
public record Tried(boolean admitted, String state, String words) {
    /// Whether the server judged the login and said no. Anything else, such as no free slot or no answer, says nothing.
    public boolean refused() {
        return !admitted && (state.startsWith("28") || state.equals("08004"));
    }
}
