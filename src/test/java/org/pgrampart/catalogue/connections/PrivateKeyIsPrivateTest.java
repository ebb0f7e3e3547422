package org.pgrampart.catalogue.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Status;
import org.pgrampart.probe.HostFile;
import org.pgrampart.probe.Settings;
import org.pgrampart.probe.TlsFiles;
import org.pgrampart.probe.TlsSetup;
import org.pgrampart.reading.Unreadable;

class PrivateKeyIsPrivateTest {
    private static final Settings ON = Settings.of(180006, "ssl", "on");
    private static final Settings OFF = Settings.of(180006, "ssl", "off");
    private final PrivateKeyIsPrivate check = new PrivateKeyIsPrivate();

    @Test
    void theServersOwn0600AndRoots0640Pass() {
        assertEquals(Status.PASS, judge(ON, Tls.files("postgres", 0600)).status());
        assertEquals(Status.PASS, judge(ON, Tls.files("postgres", 0400)).status());
        assertEquals(Status.PASS, judge(ON, Tls.files("root", 0640)).status());
    }

    @Test
    void aReadableKeyFailsAlsoWhileTlsIsOff() {
        assertEquals(Status.FAIL, judge(ON, Tls.files("postgres", 0640)).status());
        assertEquals(Status.FAIL, judge(OFF, Tls.files("postgres", 0644)).status());
        assertEquals(Status.FAIL, judge(ON, Tls.files("root", 0644)).status());
    }

    @Test
    void theModeIsNarrowedAndNeverWidened() {
        assertEquals("Give /srv/data/server.key mode 600", remedy(Tls.files("postgres", 0644)));
        assertEquals("Give /srv/data/server.key mode 400", remedy(Tls.files("postgres", 0440)));
        assertEquals("Give /srv/data/server.key mode 640", remedy(Tls.files("root", 0644)));
        assertEquals(
                "Give /srv/data/server.key owner postgres:postgres and mode 600", remedy(Tls.files("alice", 0600)));
    }

    @Test
    void aFolderThatOthersMayWriteToFailsButAStickyOneDoesNot() {
        HostFile open = new HostFile("/srv/data", "postgres", "postgres", 0777);
        HostFile sticky = new HostFile("/tmp", "root", "root", 01777);
        assertEquals(Status.FAIL, judge(ON, Tls.files("postgres", 0600, open)).status());
        assertEquals(Status.PASS, judge(ON, Tls.files("postgres", 0600, sticky)).status());
    }

    @Test
    void noKeyWhileTlsIsOffIsNotApplicableAndNoShellIsUnknown() {
        assertEquals(Status.NOT_APPLICABLE, judge(OFF, Tls.noFiles()).status());
        assertThrows(Unreadable.class, () -> check.judge(Tls.setup(ON), Baseline.standard()));
    }

    private Outcome judge(Settings settings, TlsFiles files) {
        return check.judge(Tls.setup(settings, files), Baseline.standard());
    }

    private String remedy(TlsFiles files) {
        TlsSetup tls = Tls.setup(ON, files);
        Outcome outcome = check.judge(tls, Baseline.standard());
        return check.remedy(outcome.findings().getFirst(), tls, Inputs.none())
                .getFirst()
                .summary();
    }
}
