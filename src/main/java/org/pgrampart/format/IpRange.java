package org.pgrampart.format;

import java.util.Optional;

/// The addresses that agree with one address wherever the mask has a bit set; the mask need not be a prefix.
public record IpRange(IpAddress address, IpAddress mask) {
    public IpRange {
        if (address.isVersion4() != mask.isVersion4()) {
            throw new IllegalArgumentException("IP address and mask do not match");
        }
    }

    /// A range by the length of its prefix in bits.
    public static IpRange ofPrefix(IpAddress address, int length) {
        int size = address.isVersion4() ? 4 : 16;
        if (length < 0 || length > size * 8) {
            throw new IllegalArgumentException("A prefix of " + length + " bits does not fit the address " + address);
        }
        byte[] mask = new byte[size];
        for (int bit = 0; bit < length; bit++) {
            mask[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return new IpRange(address, IpAddress.of(mask));
    }

    /// Reads `address/length`, or a single address as a range of one.
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int size = address.get().isVersion4() ? 32 : 128;
        int length = slash < 0 ? size : prefixLength(text.substring(slash + 1));
        return length < 0 || length > size ? Optional.empty() : Optional.of(ofPrefix(address.get(), length));
    }

    private static int prefixLength(String digits) {
        String text = digits.stripLeading();
        String bare = text.startsWith("+") ? text.substring(1) : text;
        if (bare.isEmpty() || bare.length() > 9 || !bare.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(bare);
    }

    public boolean contains(IpAddress candidate) {
        byte[] ours = address.bytes();
        byte[] theirs = candidate.bytes();
        if (ours.length != theirs.length) {
            return false;
        }
        byte[] bits = mask.bytes();
        for (int i = 0; i < ours.length; i++) {
            if (((ours[i] ^ theirs[i]) & bits[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether every address of the other range is in this one too.
    public boolean covers(IpRange other) {
        byte[] ours = mask.bytes();
        byte[] theirs = other.mask.bytes();
        if (ours.length != theirs.length || !contains(other.address)) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            if ((ours[i] & ~theirs[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /// How many bits the mask fixes: 0 is every address of the family, 32 or 128 a single one.
    public int fixedBits() {
        int count = 0;
        for (byte part : mask.bytes()) {
            count += Integer.bitCount(part & 255);
        }
        return count;
    }

    /// The lowest address of the range.
    public IpAddress lowest() {
        byte[] low = address.bytes();
        byte[] bits = mask.bytes();
        for (int i = 0; i < low.length; i++) {
            low[i] &= bits[i];
        }
        return IpAddress.of(low);
    }

    /// The highest address of the range.
    public IpAddress highest() {
        byte[] high = address.bytes();
        byte[] bits = mask.bytes();
        for (int i = 0; i < high.length; i++) {
            high[i] = (byte) (high[i] & bits[i] | ~bits[i]);
        }
        return IpAddress.of(high);
    }

    /// Whether the mask is a prefix, so that the range can be written with a slash.
    public boolean isPrefix() {
        return mask.equals(ofPrefix(address, fixedBits()).mask);
    }

    @Override
    public String toString() {
        return isPrefix() ? address + "/" + fixedBits() : address + " " + mask;
    }
}
