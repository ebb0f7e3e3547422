package org.pgrampart.plpgsql;

import java.util.List;

/// A function as `pg_proc` describes it.
///
/// @param name schema-qualified, as `regprocedure` writes it
/// @param argumentNames names in order, empty strings for nameless ones
/// @param argumentTypes as `format_type` writes them, in the same order
/// @param language such as `plpgsql`, `sql`, `plpython3u`
/// @param body `prosrc`
public record FunctionSource(
        String name,
        List<String> argumentNames,
        List<String> argumentTypes,
        String language,
        String body,
        boolean securityDefiner,
        String owner) {
    public FunctionSource {
        argumentNames = List.copyOf(argumentNames);
        argumentTypes = List.copyOf(argumentTypes);
    }
}
