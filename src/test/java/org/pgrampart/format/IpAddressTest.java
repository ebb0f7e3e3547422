package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IpAddressTest {
    private static String shown(String text) {
        return IpAddress.parse(text).map(IpAddress::toString).orElse("-");
    }

    @Test
    void everyNumericFormIsRead() {
        assertEquals("10.1.2.3", shown("10.1.2.3"));
        assertEquals("127.0.0.1", shown("127.1"));
        assertEquals("0.0.0.10", shown("10"));
        assertEquals("10.0.0.8", shown("0xa.0.0.010"));
        assertEquals("2001:db8::1", shown("2001:DB8:0:0:0:0:0:1"));
        assertEquals("::", shown("::"));
        assertEquals("::1", shown("::1"));
        assertEquals("1::", shown("1::"));
        assertEquals("fe80::1", shown("fe80::1%eth0"));
        assertEquals("::ffff:10.0.0.1", shown("::ffff:10.0.0.1"));
        assertEquals("1:2:3:4:5:6:7:8", shown("1:2:3:4:5:6:7:8"));
    }

    @Test
    void whatIsNoAddressIsNotGuessed() {
        for (String text : new String[] {
            "",
            "256.1.1.1",
            "1.2.3.4.5",
            "db",
            "1::2::3",
            ":1",
            "1:",
            "12345::",
            "::1.2.3",
            "1.2.3.",
            "1:2:3:4:5:6:7:8:9",
            ":::"
        }) {
            assertEquals("-", shown(text), text);
        }
    }

    @Test
    void aMappedAddressIsAnIpv6AddressUntilUnmapped() {
        IpAddress mapped = IpAddress.parse("::ffff:10.0.0.1").orElseThrow();
        assertFalse(mapped.isVersion4());
        assertEquals("10.0.0.1", mapped.unmapped().toString());
        assertFalse(IpRange.parse("10.0.0.0/8").orElseThrow().contains(mapped));
    }

    @Test
    void aRangeComparesOnlyWhereItsMaskHasABit() {
        IpRange odd = new IpRange(
                IpAddress.parse("10.0.0.7").orElseThrow(),
                IpAddress.parse("255.0.0.255").orElseThrow());
        assertTrue(odd.contains(IpAddress.parse("10.200.3.7").orElseThrow()));
        assertFalse(odd.contains(IpAddress.parse("10.200.3.8").orElseThrow()));
        assertFalse(odd.isPrefix());
        IpRange wide = IpRange.parse("10.0.0.0/8").orElseThrow();
        assertTrue(wide.covers(odd));
        assertFalse(odd.covers(wide));
        assertEquals("10.255.255.255", wide.highest().toString());
        assertTrue(IpRange.parse("::/0")
                .orElseThrow()
                .contains(IpAddress.parse("fe80::1").orElseThrow()));
    }
}
