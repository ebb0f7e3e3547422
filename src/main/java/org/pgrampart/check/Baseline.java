package org.pgrampart.check;

import java.time.Duration;
import java.util.Set;

/// The thresholds an assessment follows; data, not code, and named in every report.
///
/// @param allowedSuperusers roles that may be superuser
/// @param dbaRoles roles that may be members of powerful predefined roles
/// @param applicationRoles roles the Django project logs in as, where the owner named them; the project's settings add
/// theirs
/// @param rpo how much data may be lost: the longest age of the newest backup
/// @param assessmentEvery how old the last assessment may be
/// @param minimumTls lowest TLS version: `TLSv1.2`
/// @param certificateWarning how long before its end a certificate warns
/// @param wideV4 shortest prefix of an IPv4 range that is not too wide
/// @param wideV6 the same for IPv6
/// @param coverage share of applicable checks that must be readable
public record Baseline(
        String name,
        Set<String> allowedSuperusers,
        Set<String> dbaRoles,
        Set<String> applicationRoles,
        Duration rpo,
        Duration assessmentEvery,
        String minimumTls,
        Duration certificateFailure,
        Duration certificateWarning,
        int wideV4,
        int wideV6,
        double coverage) {
    public static Baseline standard() {
        return new Baseline(
                "standard",
                Set.of("postgres"),
                Set.of("postgres"),
                Set.of(),
                Duration.ofHours(24),
                Duration.ofDays(90),
                "TLSv1.2",
                Duration.ofDays(7),
                Duration.ofDays(30),
                24,
                64,
                0.95);
    }

    /// The same with these roles known as the application's.
    public Baseline applicationRoles(Set<String> roles) {
        return new Baseline(
                name,
                allowedSuperusers,
                dbaRoles,
                Set.copyOf(roles),
                rpo,
                assessmentEvery,
                minimumTls,
                certificateFailure,
                certificateWarning,
                wideV4,
                wideV6,
                coverage);
    }
}
