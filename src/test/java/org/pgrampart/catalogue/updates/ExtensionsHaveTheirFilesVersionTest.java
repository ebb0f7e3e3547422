package org.pgrampart.catalogue.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.InstalledExtensions;

class ExtensionsHaveTheirFilesVersionTest {
    private final ExtensionsHaveTheirFilesVersion check = new ExtensionsHaveTheirFilesVersion();

    private Status status(String version, String offered) {
        InstalledExtensions installed = new InstalledExtensions(
                List.of(new InstalledExtensions.Extension("shop", "pg_trgm", version, offered, true)));
        return check.judge(installed, Baseline.standard()).status();
    }

    @Test
    void theSameVersionPassesAnotherWarns() {
        assertEquals(Status.PASS, status("1.6", "1.6"));
        assertEquals(Status.WARN, status("1.5", "1.6"));
    }

    @Test
    void anExtensionWhoseFilesAreGoneWarns() {
        assertEquals(Status.WARN, status("1.5", ""));
    }
}
