package org.pgrampart.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IpAddress;
import org.pgrampart.format.IpRange;

/// Decides logins as the server's own first match does, and says so where it cannot know.
///
/// Only the choice of the line is simulated: whether a password is right or a role may log in comes later.
public final class AccessSimulator {
    /// The first version that reads `/…` as a regular expression.
    private static final int EXPRESSIONS_SINCE = 16;

    private final RuleSet rules;
    private final Roles roles;
    private final Optional<List<IpRange>> interfaces;
    private final Map<String, NamePattern> patterns = new HashMap<>();
    private final IdentityHashMap<FileRule, IpRange> ranges = new IdentityHashMap<>();

    /// `interfaces` are the server's own addresses with their network masks, empty where they are not known.
    public AccessSimulator(RuleSet rules, Roles roles, Optional<List<IpRange>> interfaces) {
        this.rules = rules;
        this.roles = roles;
        this.interfaces = interfaces.map(List::copyOf);
        for (FileRule rule : rules.rules()) {
            rule.databases().forEach(this::prepare);
            rule.users().forEach(this::prepare);
            rule.rule().range().ifPresent(range -> ranges.put(rule, range));
        }
    }

    private void prepare(HbaToken token) {
        if (isExpression(token)) {
            patterns.computeIfAbsent(token.text(), text -> new NamePattern(text.substring(1)));
        }
    }

    boolean isExpression(HbaToken token) {
        return token.isExpression() && rules.major() >= EXPRESSIONS_SINCE;
    }

    public RuleSet rules() {
        return rules;
    }

    public Roles roles() {
        return roles;
    }

    /// The server's own addresses with their masks, empty where they are not known.
    public Optional<List<IpRange>> interfaces() {
        return interfaces;
    }

    /// The decision about a login. Rules that do not load give [Verdict#DEPENDS]: the server keeps older ones.
    public Decision decide(Login login) {
        if (!rules.loads()) {
            return Decision.depends(
                    rules.problems().getFirst() + " The server keeps the rules it loaded before.", List.of());
        }
        List<FileRule> perhaps = new ArrayList<>();
        Decision end = Decision.none();
        for (FileRule rule : rules.rules()) {
            Match match = matches(rule, login);
            if (match == Match.YES) {
                end = Decision.by(rule);
                break;
            }
            if (match == Match.MAYBE) {
                perhaps.add(rule);
            }
        }
        return settle(perhaps, end);
    }

    /// One decision from the lines that may match and what comes out if none of them does.
    static Decision settle(List<FileRule> perhaps, Decision end) {
        for (FileRule rule : perhaps) {
            Decision other = Decision.by(rule);
            boolean same = other.refuses()
                    ? end.refuses()
                    : end.admits() && end.demand().equals(other.demand());
            if (!same) {
                List<Decision> possible =
                        new ArrayList<>(perhaps.stream().map(Decision::by).toList());
                possible.add(end);
                return Decision.depends(
                        "Whether %s matches (%s) is not known from here."
                                .formatted(rule.shortPlace(), rule.rule().words()),
                        possible);
            }
        }
        return end;
    }

    private Match matches(FileRule rule, Login login) {
        Match match = matchesOrigin(rule, login.origin());
        if (match != Match.NO) {
            match = match.and(matchesDatabase(rule, login));
        }
        return match == Match.NO ? match : match.and(matchesRole(rule, login.role()));
    }

    Match matchesOrigin(FileRule placed, Origin origin) {
        HbaRule rule = placed.rule();
        if (origin.isLocal() || rule.isLocal()) {
            return Match.of(origin.isLocal() && rule.isLocal());
        }
        if (!rule.type().matches(origin.tls(), origin.gss())) {
            return Match.NO;
        }
        IpAddress address = origin.address().orElseThrow();
        return switch (rule.addressKind()) {
            case NONE -> Match.NO;
            case ALL -> Match.YES;
            case RANGE -> {
                IpRange range = ranges.get(placed);
                yield Match.of(range != null && range.contains(address));
            }
            case SAMEHOST -> matchesInterface(address, true);
            case SAMENET -> matchesInterface(address, false);
            case NAME ->
                origin.hostName()
                        .map(name -> Match.of(isNamed(rule.address(), name)))
                        .orElse(Match.MAYBE);
        };
    }

    private Match matchesInterface(IpAddress address, boolean wholeAddress) {
        // every server has its loopback, whatever else we know of it
        if (address.isLoopback()
                && (!wholeAddress || !address.isVersion4() || address.toString().equals("127.0.0.1"))) {
            return Match.YES;
        }
        if (interfaces.isEmpty()) {
            return Match.MAYBE;
        }
        return Match.of(interfaces.get().stream()
                .anyMatch(own -> wholeAddress ? own.address().equals(address) : own.contains(address)));
    }

    private static boolean isNamed(String pattern, String name) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String known = name.toLowerCase(Locale.ROOT);
        return wanted.startsWith(".") ? known.endsWith(wanted) : known.equals(wanted);
    }

    private Match matchesDatabase(FileRule rule, Login login) {
        Match match = Match.NO;
        for (HbaToken token : rule.databases()) {
            match = match.or(matchesDatabase(token, login.database(), login.role(), login.replication()));
        }
        return match;
    }

    Match matchesDatabase(HbaToken token, String database, String role, boolean replication) {
        if (replication || token.isKeyword("replication")) {
            return Match.of(replication && token.isKeyword("replication"));
        }
        if (token.isKeyword("all")) {
            return Match.YES;
        }
        if (token.isKeyword("sameuser")) {
            return Match.of(database.equals(role));
        }
        if (token.isKeyword("samerole") || token.isKeyword("samegroup")) {
            return roles.membership(role, database);
        }
        return matchesName(token, database);
    }

    Match matchesRole(FileRule rule, String role) {
        Match match = Match.NO;
        for (HbaToken token : rule.users()) {
            if (token.isGroup()) {
                match = match.or(roles.membership(role, token.group()));
            } else if (token.isKeyword("all")) {
                return Match.YES;
            } else {
                match = match.or(matchesName(token, role));
            }
        }
        return match;
    }

    /// A name or expression; what merely stands for some name may match any expression.
    Match matchesName(HbaToken token, String name) {
        NamePattern pattern = isExpression(token) ? patterns.get(token.text()) : null;
        if (pattern == null) {
            return Match.of(token.text().equals(name));
        }
        return StandIn.is(name) ? Match.MAYBE : pattern.matches(name);
    }
}
