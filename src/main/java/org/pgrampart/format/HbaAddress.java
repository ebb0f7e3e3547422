package org.pgrampart.format;

/// What the address column of a pg_hba line means.
public enum HbaAddress {
    /// A local line has none.
    NONE,
    /// The keyword `all`.
    ALL,
    /// Any address of the server itself.
    SAMEHOST,
    /// Any network the server is in.
    SAMENET,
    /// An address with a mask, in one or two columns.
    RANGE,
    /// A host name, or with a dot in front the end of one.
    NAME
}
