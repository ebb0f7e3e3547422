package org.pgrampart.python;

/// Who decides what a changing piece of text says, from harmless to hostile.
enum Origin {
    /// Quoted, numeric, from the model's own description or from the project's configuration.
    SAFE,
    /// Not seen.
    UNKNOWN,
    /// An option of a management command.
    OPTION,
    /// A parameter of the function at hand.
    PARAMETER,
    /// The HTTP request.
    REQUEST
}
