package org.pgrampart.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns the fields of one line into a rule, with the server's own words for what is wrong.
final class HbaGrammar {
    private static final Set<String> METHODS = Set.of(
            "trust",
            "reject",
            "md5",
            "scram-sha-256",
            "password",
            "gss",
            "sspi",
            "ident",
            "peer",
            "pam",
            "ldap",
            "radius",
            "cert",
            "bsd");

    private static final Set<String> PAM = Set.of("pam");
    private static final Set<String> LDAP = Set.of("ldap");
    private static final Set<String> RADIUS = Set.of("radius");
    private static final Set<String> GSS = Set.of("gss", "sspi");
    private static final Set<String> SSPI = Set.of("sspi");
    private static final Set<String> OAUTH = Set.of("oauth");
    private static final Set<String> MAPPED = Set.of("ident", "peer", "gss", "sspi", "cert");

    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            Map.entry("map", MAPPED),
            Map.entry("pamservice", PAM),
            Map.entry("pam_use_hostname", PAM),
            Map.entry("ldapurl", LDAP),
            Map.entry("ldaptls", LDAP),
            Map.entry("ldapscheme", LDAP),
            Map.entry("ldapserver", LDAP),
            Map.entry("ldapport", LDAP),
            Map.entry("ldapbinddn", LDAP),
            Map.entry("ldapbindpasswd", LDAP),
            Map.entry("ldapsearchattribute", LDAP),
            Map.entry("ldapsearchfilter", LDAP),
            Map.entry("ldapbasedn", LDAP),
            Map.entry("ldapprefix", LDAP),
            Map.entry("ldapsuffix", LDAP),
            Map.entry("krb_realm", GSS),
            Map.entry("include_realm", GSS),
            Map.entry("compat_realm", SSPI),
            Map.entry("upn_username", SSPI),
            Map.entry("radiusservers", RADIUS),
            Map.entry("radiusports", RADIUS),
            Map.entry("radiussecrets", RADIUS),
            Map.entry("radiusidentifiers", RADIUS));

    private static final Set<String> OAUTH_OPTIONS = Set.of("issuer", "scope", "validator", "delegate_ident_mapping");

    /// A rule and which fields hold its columns, -1 for a column that is not there.
    record Parsed(HbaRule rule, int netmaskField, int methodField) {}

    private final AuthLines.Line line;
    private final int major;
    private HbaType type = HbaType.UNKNOWN;
    private List<HbaToken> databases = List.of();
    private List<HbaToken> users = List.of();
    private HbaAddress addressKind = HbaAddress.NONE;
    private String address = "";
    private String netmask = "";
    private String method = "";
    private final List<HbaOption> options = new ArrayList<>();
    private int netmaskField = -1;
    private int methodField = -1;

    private HbaGrammar(AuthLines.Line line, int major) {
        this.line = line;
        this.major = major;
    }

    static Parsed parse(AuthLines.Line line, int major) {
        HbaGrammar grammar = new HbaGrammar(line, major);
        String error = grammar.read();
        HbaRule rule = new HbaRule(
                line.number(),
                grammar.type,
                grammar.databases,
                grammar.users,
                grammar.addressKind,
                grammar.address,
                grammar.netmask,
                grammar.method,
                grammar.options,
                error,
                line.text());
        return new Parsed(rule, grammar.netmaskField, grammar.methodField);
    }

    private String read() {
        if (line.holdsNul()) {
            return "the line holds a NUL byte";
        }
        List<AuthLines.Field> fields = line.fields();
        if (fields.getFirst().words().size() > 1) {
            return "multiple values specified for connection type";
        }
        String keyword = fields.getFirst().first().text();
        Optional<HbaType> known = HbaType.of(keyword);
        if (known.isEmpty()) {
            return "invalid connection type \"" + keyword + "\"";
        }
        type = known.get();
        if (fields.size() < 2) {
            return "end-of-line before database specification";
        }
        databases = fields.get(1).tokens();
        if (fields.size() < 3) {
            return "end-of-line before role specification";
        }
        users = fields.get(2).tokens();
        methodField = 3;
        if (type != HbaType.LOCAL) {
            String error = readAddress(fields);
            if (!error.isEmpty()) {
                return error;
            }
        }
        return readMethod(fields);
    }

    private String readAddress(List<AuthLines.Field> fields) {
        if (fields.size() < 4) {
            return "end-of-line before IP address specification";
        }
        if (fields.get(3).words().size() > 1) {
            return "multiple values specified for host address";
        }
        methodField = 4;
        HbaToken token = fields.get(3).tokens().getFirst();
        address = token.text();
        if (token.isKeyword("all")) {
            addressKind = HbaAddress.ALL;
            return "";
        }
        if (token.isKeyword("samehost")) {
            addressKind = HbaAddress.SAMEHOST;
            return "";
        }
        if (token.isKeyword("samenet")) {
            addressKind = HbaAddress.SAMENET;
            return "";
        }
        int slash = address.indexOf('/');
        Optional<IpAddress> ip = IpAddress.parse(slash < 0 ? address : address.substring(0, slash));
        if (ip.isEmpty()) {
            addressKind = HbaAddress.NAME;
            return slash < 0 ? "" : "specifying both host name and CIDR mask is invalid: \"" + address + "\"";
        }
        addressKind = HbaAddress.RANGE;
        if (slash >= 0) {
            return IpRange.parse(address).isPresent() ? "" : "invalid CIDR mask in address \"" + address + "\"";
        }
        return readNetmask(fields, ip.get());
    }

    private String readNetmask(List<AuthLines.Field> fields, IpAddress ip) {
        if (fields.size() < 5) {
            return "end-of-line before netmask specification";
        }
        if (fields.get(4).words().size() > 1) {
            return "multiple values specified for netmask";
        }
        netmask = fields.get(4).first().text();
        netmaskField = 4;
        methodField = 5;
        Optional<IpAddress> mask = IpAddress.parse(netmask);
        if (mask.isEmpty()) {
            return "invalid IP mask \"" + netmask + "\": Name or service not known";
        }
        return mask.get().isVersion4() == ip.isVersion4() ? "" : "IP address and mask do not match";
    }

    private String readMethod(List<AuthLines.Field> fields) {
        if (fields.size() <= methodField) {
            return "end-of-line before authentication method";
        }
        if (fields.get(methodField).words().size() > 1) {
            return "multiple values specified for authentication type";
        }
        method = fields.get(methodField).first().text();
        if (!METHODS.contains(method) && !(method.equals("oauth") && major >= 18)) {
            return "invalid authentication method \"" + method + "\"";
        }
        if (type == HbaType.LOCAL && method.equals("ident")) {
            method = "peer";
        }
        if (type == HbaType.LOCAL && method.equals("gss")) {
            return "gssapi authentication is not supported on local sockets";
        }
        if (type != HbaType.LOCAL && method.equals("peer")) {
            return "peer authentication is only supported on local sockets";
        }
        if (type != HbaType.HOSTSSL && method.equals("cert")) {
            return "cert authentication is only supported on hostssl connections";
        }
        for (AuthLines.Field field : fields.subList(methodField + 1, fields.size())) {
            for (HbaToken token : field.tokens()) {
                String error = readOption(token.text());
                if (!error.isEmpty()) {
                    return error;
                }
            }
        }
        return missingOption();
    }

    private String readOption(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return "authentication option not in name=value format: " + pair;
        }
        String name = pair.substring(0, equals);
        String value = pair.substring(equals + 1);
        options.add(new HbaOption(name, value));
        if (name.equals("clientcert") || name.equals("clientname")) {
            return clientOption(name, value);
        }
        Set<String> methods = OPTIONS.get(name);
        if (methods == null && major >= 18 && OAUTH_OPTIONS.contains(name)) {
            methods = OAUTH;
        }
        if (methods == null) {
            return "unrecognized authentication option name: \"" + name + "\"";
        }
        if (!methods.contains(method) && !(name.equals("map") && method.equals("oauth"))) {
            return "authentication option \"" + name + "\" is only valid for authentication methods "
                    + named(name, methods);
        }
        return "";
    }

    private String named(String option, Set<String> methods) {
        if (option.equals("map")) {
            return major >= 18 ? "ident, peer, gssapi, sspi, cert, and oauth" : "ident, peer, gssapi, sspi, and cert";
        }
        return methods.equals(GSS) ? "gssapi and sspi" : methods.iterator().next();
    }

    private String clientOption(String name, String value) {
        if (type != HbaType.HOSTSSL) {
            return name + " can only be configured for \"hostssl\" rows";
        }
        if (name.equals("clientname")) {
            return value.equals("CN") || value.equals("DN") ? "" : "invalid value for clientname: \"" + value + "\"";
        }
        if (value.equals("verify-ca") && method.equals("cert")) {
            return "clientcert only accepts \"verify-full\" when using \"cert\" authentication";
        }
        return value.equals("verify-full") || value.equals("verify-ca")
                ? ""
                : "invalid value for clientcert: \"" + value + "\"";
    }

    private String missingOption() {
        Set<String> given = Set.copyOf(options.stream().map(HbaOption::name).toList());
        return switch (method) {
            case "radius" ->
                !given.contains("radiusservers")
                        ? "authentication method \"radius\" requires argument \"radiusservers\" to be set"
                        : !given.contains("radiussecrets")
                                ? "authentication method \"radius\" requires argument \"radiussecrets\" to be set"
                                : "";
            case "ldap" ->
                given.contains("ldapbasedn")
                                || given.contains("ldapprefix")
                                || given.contains("ldapsuffix")
                                || given.contains("ldapurl")
                        ? ""
                        : "authentication method \"ldap\" requires argument \"ldapbasedn\", \"ldapprefix\", or \"ldapsuffix\" to be set";
            case "oauth" ->
                !given.contains("scope")
                        ? "authentication method \"oauth\" requires argument \"scope\" to be set"
                        : !given.contains("issuer")
                                ? "authentication method \"oauth\" requires argument \"issuer\" to be set"
                                : "";
            default -> "";
        };
    }
}
