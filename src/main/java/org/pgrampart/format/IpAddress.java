package org.pgrampart.format;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// An IPv4 or IPv6 address by its bytes; an IPv4 address mapped into IPv6 stays IPv6, as it does for PostgreSQL.
public final class IpAddress implements Comparable<IpAddress> {
    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /// From 4 or 16 bytes.
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException("An address has 4 or 16 bytes, not " + bytes.length + ".");
        }
        return new IpAddress(bytes.clone());
    }

    /// Reads what the C library takes as a numeric address, the short forms `10` and `127.1` included; no name lookup.
    ///
    /// An IPv6 zone (`fe80::1%eth0`) is dropped: pg_hba compares without it.
    public static Optional<IpAddress> parse(String text) {
        if (text.indexOf(':') < 0) {
            return version4(text, true).map(IpAddress::new);
        }
        int zone = text.indexOf('%');
        return version6(zone < 0 ? text : text.substring(0, zone)).map(IpAddress::new);
    }

    private static Optional<byte[]> version4(String text, boolean shortForms) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4 || (!shortForms && parts.length != 4)) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long part = number(parts[i], shortForms);
            long bound = last ? 1L << 8 * (5 - parts.length) : 256;
            if (part < 0 || part >= bound) {
                return Optional.empty();
            }
            address = last ? (address << 8 * (5 - parts.length)) | part : (address << 8) | part;
        }
        return Optional.of(
                new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address});
    }

    private static long number(String part, boolean octalAndHex) {
        int radix = 10;
        String digits = part;
        if (octalAndHex && part.length() > 1 && part.charAt(0) == '0') {
            boolean hex = part.charAt(1) == 'x' || part.charAt(1) == 'X';
            radix = hex ? 16 : 8;
            digits = part.substring(hex ? 2 : 1);
        }
        if (digits.isEmpty() || digits.length() > 11) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static Optional<byte[]> version6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        Optional<byte[]> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        Optional<byte[]> tail = gap < 0 ? Optional.of(new byte[0]) : groups(text.substring(gap + 2), true);
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int length = head.get().length + tail.get().length;
        if (gap < 0 ? length != 16 : length > 14) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(head.get(), 16);
        System.arraycopy(tail.get(), 0, bytes, 16 - tail.get().length, tail.get().length);
        return Optional.of(bytes);
    }

    private static Optional<byte[]> groups(String text, boolean mayEndInVersion4) {
        if (text.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        String[] groups = text.split(":", -1);
        byte[] bytes = new byte[groups.length * 2 + 2];
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            if (mayEndInVersion4 && i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                Optional<byte[]> tail = version4(groups[i], false);
                if (tail.isEmpty()) {
                    return Optional.empty();
                }
                System.arraycopy(tail.get(), 0, bytes, length, 4);
                length += 4;
            } else {
                if (groups[i].isEmpty()
                        || groups[i].length() > 4
                        || !groups[i].chars().allMatch(HexFormat::isHexDigit)) {
                    return Optional.empty();
                }
                int value = HexFormat.fromHexDigits(groups[i]);
                bytes[length++] = (byte) (value >> 8);
                bytes[length++] = (byte) value;
            }
        }
        return length > 16 ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, length));
    }

    public boolean isVersion4() {
        return bytes.length == 4;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// The IPv4 address inside an address mapped into IPv6 (`::ffff:10.0.0.1`), else this one.
    public IpAddress unmapped() {
        if (bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1) {
            for (int i = 0; i < 10; i++) {
                if (bytes[i] != 0) {
                    return this;
                }
            }
            return new IpAddress(Arrays.copyOfRange(bytes, 12, 16));
        }
        return this;
    }

    public boolean isLoopback() {
        return bytes.length == 4 ? bytes[0] == 127 : equals(new IpAddress(lastByteOne()));
    }

    private static byte[] lastByteOne() {
        byte[] one = new byte[16];
        one[15] = 1;
        return one;
    }

    @Override
    public int compareTo(IpAddress other) {
        return bytes.length != other.bytes.length
                ? Integer.compare(bytes.length, other.bytes.length)
                : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The usual short form, as PostgreSQL prints it.
    @Override
    public String toString() {
        if (bytes.length == 4) {
            return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
        }
        if (unmapped().isVersion4()) {
            return "::ffff:" + unmapped();
        }
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(i + length) == 0) {
                length++;
            }
            if (length > gapLength) {
                gapStart = i;
                gapLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        return (bytes[2 * index] & 255) << 8 | (bytes[2 * index + 1] & 255);
    }
}
