package org.pgrampart.access;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;

/// Finds, from the rules' own addresses, the few places that have to be tried to know all of them.
final class OriginClasses {
    private final List<IpRange> ranges;
    private final Set<String> names = new LinkedHashSet<>();

    private OriginClasses(List<RuleSet> rules, List<IpRange> interfaces) {
        Set<IpRange> distinct = new LinkedHashSet<>();
        for (FileRule rule : rules.stream().flatMap(set -> set.rules().stream()).toList()) {
            rule.rule().range().filter(range -> range.fixedBits() > 0).ifPresent(range -> distinct.add(normal(range)));
            if (rule.rule().addressKind() == HbaAddress.NAME) {
                names.add(rule.rule().address());
            }
            if (rule.rule().addressKind() == HbaAddress.SAMENET) {
                interfaces.forEach(own -> distinct.add(normal(own)));
            }
            if (rule.rule().addressKind() == HbaAddress.SAMEHOST) {
                interfaces.forEach(own ->
                        distinct.add(IpRange.parse(own.address().toString()).orElseThrow()));
            }
        }
        ranges = distinct.stream()
                .sorted(Comparator.comparing(IpRange::address).thenComparing(IpRange::fixedBits))
                .toList();
    }

    static List<OriginClass> of(List<RuleSet> rules, List<IpRange> interfaces) {
        OriginClasses classes = new OriginClasses(rules, interfaces);
        List<OriginClass> found = new ArrayList<>();
        found.add(new OriginClass("local socket", Origin.LOCAL_SOCKET));
        IpAddress loopback4 = parsed("127.0.0.1");
        IpAddress loopback6 = parsed("::1");
        found.add(place("127.0.0.1", loopback4, ""));
        found.add(place("::1", loopback6, ""));
        for (IpRange range : classes.ranges) {
            classes.inside(range)
                    .filter(address -> !address.equals(loopback4) && !address.equals(loopback6))
                    .ifPresent(address -> found.add(place(range.toString(), address, "")));
        }
        IpAddress elsewhere4 = classes.elsewhere(parsed("203.0.113.77"));
        for (String name : classes.names) {
            found.add(place(name, elsewhere4, name.startsWith(".") ? "host" + name : name));
        }
        found.add(place("anywhere else (IPv4)", elsewhere4, ""));
        found.add(place("anywhere else (IPv6)", classes.elsewhere(parsed("2001:db8:cafe::77")), ""));
        return found;
    }

    private static OriginClass place(String label, IpAddress address, String name) {
        return new OriginClass(label, Origin.network(address, false).named(name));
    }

    private static IpAddress parsed(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static IpRange normal(IpRange range) {
        return new IpRange(range.lowest(), range.mask());
    }

    /// An address of the range that no narrower range holds; empty when those fill it.
    private Optional<IpAddress> inside(IpRange range) {
        List<IpRange> narrower = ranges.stream()
                .filter(other -> !other.equals(range)
                        && other.fixedBits() >= range.fixedBits()
                        && (range.contains(other.lowest()) || range.covers(other)))
                .toList();
        List<IpAddress> candidates = new ArrayList<>();
        beside(candidates, range.lowest(), 1);
        candidates.add(range.lowest());
        candidates.add(range.highest());
        narrower.forEach(other -> {
            beside(candidates, other.highest(), 1);
            beside(candidates, other.lowest(), -1);
        });
        return candidates.stream()
                .filter(range::contains)
                .filter(address -> !address.isLoopback())
                .filter(address -> narrower.stream().noneMatch(other -> other.contains(address)))
                .findFirst();
    }

    /// An address that no range holds, or the usual one where they hold all of the family.
    private IpAddress elsewhere(IpAddress usual) {
        List<IpAddress> candidates = new ArrayList<>(List.of(usual));
        for (IpRange range : ranges) {
            if (range.address().isVersion4() == usual.isVersion4()) {
                beside(candidates, range.highest(), 1);
                beside(candidates, range.lowest(), -1);
            }
        }
        return candidates.stream()
                .filter(address -> !address.isLoopback())
                .filter(address -> ranges.stream().noneMatch(range -> range.contains(address)))
                .findFirst()
                .orElse(usual);
    }

    private static void beside(List<IpAddress> candidates, IpAddress address, int step) {
        byte[] bytes = address.bytes();
        BigInteger moved = new BigInteger(1, bytes).add(BigInteger.valueOf(step));
        if (moved.signum() < 0 || moved.bitLength() > bytes.length * 8) {
            return;
        }
        byte[] signed = moved.toByteArray();
        byte[] result = new byte[bytes.length];
        int length = Math.min(signed.length, result.length);
        byte[] tail = Arrays.copyOfRange(signed, signed.length - length, signed.length);
        System.arraycopy(tail, 0, result, result.length - length, length);
        candidates.add(IpAddress.of(result));
    }
}
