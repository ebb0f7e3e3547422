package org.pgrampart.catalogue.audits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.ConfigurationOwner;
import org.pgrampart.reading.Answer;
import org.pgrampart.reading.Unreadable;

class ConfigurationOwnerIsKnownTest {
    private static final Answer<List<ConfigurationOwner.Tool>> NONE = new Answer.Seen<>(List.of());
    private static final Answer<List<ConfigurationOwner.Tool>> HIDDEN = new Answer.Unseen<>("no shell", "SSH");

    @Test
    void filesAlonePass() {
        assertEquals(Status.PASS, status(new ConfigurationOwner(List.of(), Optional.empty(), true, NONE)));
    }

    @Test
    void filesThatCouldNotBeReadAreUnknown() {
        assertThrows(Unreadable.class, () -> status(new ConfigurationOwner(List.of(), Optional.empty(), true, HIDDEN)));
    }

    @Test
    void aSettingOnTheCommandLineFailsAlsoWithoutAShell() {
        var fixed = List.of(new ConfigurationOwner.Fixed("fsync", "off", "command line"));
        assertEquals(Status.FAIL, status(new ConfigurationOwner(fixed, Optional.empty(), true, HIDDEN)));
    }

    @Test
    void aManagedServiceAForbiddenAlterSystemAndAToolFail() {
        assertEquals(
                Status.FAIL,
                status(new ConfigurationOwner(List.of(), Optional.of("Amazon RDS or Aurora"), true, HIDDEN)));
        assertEquals(Status.FAIL, status(new ConfigurationOwner(List.of(), Optional.empty(), false, NONE)));
        var tools = List.of(new ConfigurationOwner.Tool("Ansible", "/etc/postgresql/18/main/pg_hba.conf"));
        assertEquals(
                Status.FAIL,
                status(new ConfigurationOwner(List.of(), Optional.empty(), true, new Answer.Seen<>(tools))));
    }

    private static Status status(ConfigurationOwner owner) {
        return new ConfigurationOwnerIsKnown().judge(owner, Baseline.standard()).status();
    }
}
