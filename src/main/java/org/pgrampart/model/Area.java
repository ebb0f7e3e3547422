package org.pgrampart.model;

import java.util.Arrays;
import java.util.Optional;

/// The ten practice areas, in the order the program walks them; the names are fixed.
public enum Area {
    AUTHENTICATION("AUTH", "Authentication and authorization"),
    CONNECTIONS("TLS", "Secure connections"),
    ENCRYPTION("ENC", "Encryption at rest"),
    BACKUP("BCK", "Backups and recovery"),
    MONITORING("MON", "Monitoring and auditing"),
    UPDATES("UPD", "Updates and patches"),
    NETWORK("NET", "Network"),
    INJECTION("SQLI", "SQL injection prevention"),
    APPLICATION("APP", "Application (Django)"),
    AUDITS("AUD", "Audits and assessments");

    private final String prefix;
    private final String title;

    Area(String prefix, String title) {
        this.prefix = prefix;
        this.title = title;
    }

    /// What the numbers of its controls begin with: `AUTH` in `AUTH-02`.
    public String prefix() {
        return prefix;
    }

    /// The name shown to people.
    public String title() {
        return title;
    }

    /// 1 to 10.
    public int number() {
        return ordinal() + 1;
    }

    /// The name scripts use: `authentication`.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// The area that scripts call `key`.
    public static Optional<Area> of(String key) {
        return Arrays.stream(values()).filter(a -> a.key().equals(key)).findFirst();
    }
}
