package org.pgrampart.lab;

import java.time.Duration;
import java.util.List;

/// Debian packages that only few tests need on their server, from the mirror that the base came from.
public final class LabPackages {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private LabPackages() {}

    /// Installs them; none of their services is started. Skips the test where the mirror does not give them now.
    public static void install(LabServer server, String... packages) {
        String script = """
                printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
                export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
                {
                    apt-get -q -o Acquire::Languages=none update &&
                        apt-get -q -y --no-install-recommends install %s
                } >/root/installed.log 2>&1
                rc=$?
                rm /usr/sbin/policy-rc.d
                [ $rc = 0 ] || tail -n 5 /root/installed.log
                exit $rc
                """.formatted(String.join(" ", packages));
        // beside the server, which has no way to the mirror, in the tree that both see
        Ran ran = HostCommand.of("chroot", server.root().toString(), "/bin/sh", "-c", script)
                .with(LabBase.proxy())
                .within(LIMIT)
                .run();
        if (ran.rc() != 0) {
            LabHost.skip("The mirror does not give " + List.of(packages) + ": " + ran.out());
        }
    }
}
