package org.pgrampart.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pgrampart.access.Client;
import org.pgrampart.access.Login;
import org.pgrampart.access.Origin;
import org.pgrampart.format.IpAddress;

/// Reads who logged in from a server's log: the lines that `log_connections` writes, as text, CSV or JSON. Only role,
/// database, address and encryption are taken.
final class ConnectionLog {
    private static final Pattern AUTHORIZED = Pattern.compile(
            "(replication )?connection authorized: user=(.*?)(?: database=(.*?))?(?: application_name=(.*?))?"
                    + "( SSL enabled \\(.*?\\))?( GSS \\(.*\\))?");
    private static final Pattern RECEIVED = Pattern.compile("connection received: host=(\\S+)(?: port=\\d+)?");
    private static final String PADDING = "-?\\d*";
    private static final int MESSAGE_COLUMN = 13;

    private final Pattern prefix;
    private final Map<String, String> hosts = new HashMap<>();
    private final List<Client> clients = new ArrayList<>();

    private ConnectionLog(String linePrefix) {
        this.prefix = prefix(linePrefix);
    }

    /// @param lines `FILE text`, `FILE csv` or `FILE json` before the lines of each file
    /// @param linePrefix the setting log_line_prefix
    static List<Client> read(List<String> lines, String linePrefix) {
        ConnectionLog log = new ConnectionLog(linePrefix);
        String kind = "text";
        for (String line : lines) {
            if (line.startsWith("FILE ")) {
                kind = line.substring(5);
                log.hosts.clear();
                continue;
            }
            switch (kind) {
                case "csv" -> log.csv(line);
                case "json" -> log.json(line);
                default -> log.text(line);
            }
        }
        return Client.merged(log.clients);
    }

    private void text(String line) {
        int level = line.indexOf("LOG:  ");
        if (level < 0) {
            return;
        }
        String message = line.substring(level + 6);
        Matcher before = prefix.matcher(line.substring(0, level));
        boolean known = before.matches();
        String session = known ? named(before, "session") : "";
        Matcher received = RECEIVED.matcher(message);
        if (received.matches()) {
            hosts.put(session, received.group(1));
            return;
        }
        String host = known ? named(before, "host") : "";
        authorized(message, host.isEmpty() ? hosts.getOrDefault(session, "") : host, "");
    }

    private static String named(Matcher matcher, String group) {
        return matcher.namedGroups().containsKey(group)
                ? Optional.ofNullable(matcher.group(group)).orElse("").strip()
                : "";
    }

    private void csv(String line) {
        List<String> fields = csvFields(line);
        if (fields.size() > MESSAGE_COLUMN) {
            String from = fields.get(4);
            int colon = from.lastIndexOf(':');
            authorized(fields.get(MESSAGE_COLUMN), colon < 0 ? from : from.substring(0, colon), fields.get(2));
        }
    }

    private static List<String> csvFields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(line.charAt(++i));
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private void json(String line) {
        authorized(value(line, "message"), value(line, "remote_host"), value(line, "dbname"));
    }

    private static String value(String json, String name) {
        Matcher matcher = Pattern.compile("[{,]\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"")
                .matcher(json);
        return matcher.find() ? unescaped(matcher.group(1)) : "";
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char next = text.charAt(++i);
            if (next == 'u'
                    && i + 4 < text.length()
                    && text.substring(i + 1, i + 5).matches("[0-9a-fA-F]{4}")) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                plain.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            }
        }
        return plain.toString();
    }

    /// @param column the database by the log's own column, where the message of a logical stream has none
    private void authorized(String message, String host, String column) {
        Matcher matcher = AUTHORIZED.matcher(message);
        if (!matcher.matches() || host.isEmpty()) {
            return;
        }
        Optional<IpAddress> address = IpAddress.parse(host);
        if (address.isEmpty() && !host.equals("[local]")) {
            return; // with log_hostname there is only a name
        }
        Origin origin = address.map(ip -> {
                    boolean gss =
                            Optional.ofNullable(matcher.group(6)).orElse("").contains("encrypted=yes");
                    return new Origin(Optional.of(ip.unmapped()), Optional.empty(), matcher.group(5) != null, gss);
                })
                .orElse(Origin.LOCAL_SOCKET);
        String role = matcher.group(2);
        String database = Optional.ofNullable(matcher.group(3)).orElse(column);
        boolean stream = matcher.group(1) != null && database.isEmpty();
        Login login = stream ? Login.replication(role, origin) : new Login(role, database, origin, false);
        Client client = Client.of(login, Client.Source.LOG)
                .application(Optional.ofNullable(matcher.group(4)).orElse(""));
        clients.add(stream ? client.lifeline("replication") : client);
    }

    /// Turns log_line_prefix into what finds the address and the process in it.
    private static Pattern prefix(String setting) {
        StringBuilder regex = new StringBuilder();
        boolean host = false;
        boolean session = false;
        Matcher escapes = Pattern.compile("%" + PADDING + "(.)").matcher(setting);
        int at = 0;
        while (escapes.find()) {
            regex.append(Pattern.quote(setting.substring(at, escapes.start())));
            at = escapes.end();
            char escape = escapes.group(1).charAt(0);
            if ((escape == 'h' || escape == 'r') && !host) {
                host = true;
                regex.append("\\s*(?<host>[^\\s(]*)(?:\\(\\d+\\))?\\s*");
            } else if ((escape == 'p' || escape == 'c') && !session) {
                session = true;
                regex.append("\\s*(?<session>[0-9a-f.]+)\\s*");
            } else if (escape == '%') {
                regex.append('%');
            } else if (escape != 'q') {
                regex.append(".*?");
            }
        }
        regex.append(Pattern.quote(setting.substring(at)));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /// How a file of this name is written.
    static String kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv") ? "csv" : lower.endsWith(".json") ? "json" : "text";
    }
}
