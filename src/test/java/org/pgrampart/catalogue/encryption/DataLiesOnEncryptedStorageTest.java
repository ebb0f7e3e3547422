package org.pgrampart.catalogue.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pgrampart.check.Baseline;
import org.pgrampart.model.Status;
import org.pgrampart.probe.DataStorage;

class DataLiesOnEncryptedStorageTest {
    @Test
    void luksAnywhereInTheChainPasses() {
        assertEquals(
                Status.PASS,
                status("none", false, place("ext4", "lvm ext4", "crypt LVM2_member", "part crypto_LUKS", "disk")));
        assertEquals(Status.PASS, status("kvm", false, place("zfs", "crypt zfs aes-256-gcm")));
    }

    @Test
    void plainDisksOfARealComputerFail() {
        assertEquals(Status.FAIL, status("none", false, place("ext4", "part ext4", "disk")));
    }

    @Test
    void oneTablespaceOnAPlainDiskIsEnough() {
        assertEquals(
                Status.FAIL,
                status(
                        "none",
                        false,
                        place("ext4", "crypt ext4", "part crypto_LUKS", "disk"),
                        place("xfs", "part xfs", "disk")));
    }

    @Test
    void aVirtualMachineCannotSeeBelowItself() {
        assertEquals(Status.WARN, status("kvm", false, place("ext4", "part ext4", "disk")));
    }

    @Test
    void aContainersOverlayIsUnknownNeverAPass() {
        assertEquals(Status.UNKNOWN, status("docker", true, place("overlay")));
        assertEquals(Status.UNKNOWN, status("lxc", true, place("ext4", "part ext4", "disk")));
        assertEquals(Status.UNKNOWN, status("", false));
    }

    private static DataStorage.Place place(String filesystem, String... chain) {
        return new DataStorage.Place("/srv/" + filesystem, "/dev/x", filesystem, List.of(chain));
    }

    private static Status status(String machine, boolean container, DataStorage.Place... places) {
        return new DataLiesOnEncryptedStorage()
                .judge(new DataStorage(machine, container, Arrays.asList(places)), Baseline.standard())
                .status();
    }
}
