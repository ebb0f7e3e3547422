package org.pgrampart.format;

import java.util.Optional;

/// The kind of connection a pg_hba line is about.
public enum HbaType {
    LOCAL("local"),
    HOST("host"),
    HOSTSSL("hostssl"),
    HOSTNOSSL("hostnossl"),
    HOSTGSSENC("hostgssenc"),
    HOSTNOGSSENC("hostnogssenc"),
    /// The line has an error before its type is known.
    UNKNOWN("");

    private final String keyword;

    HbaType(String keyword) {
        this.keyword = keyword;
    }

    public String keyword() {
        return keyword;
    }

    /// Whether a session with or without TLS or GSS encryption over the network can match.
    public boolean matches(boolean tls, boolean gss) {
        return switch (this) {
            case LOCAL, UNKNOWN -> false;
            case HOST -> true;
            case HOSTSSL -> tls;
            case HOSTNOSSL -> !tls;
            case HOSTGSSENC -> gss;
            case HOSTNOGSSENC -> !gss;
        };
    }

    /// By the word in the file; empty for any other word.
    public static Optional<HbaType> of(String keyword) {
        for (HbaType type : values()) {
            if (type != UNKNOWN && type.keyword.equals(keyword)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
