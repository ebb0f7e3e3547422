package org.pgrampart.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pgrampart.change.FirewallRules;
import org.pgrampart.lab.LabServer;

/// What a plan may change on a whole server, to compare before and after.
final class ServerState {
    static final String HBA = "/etc/postgresql/15/main/pg_hba.conf";
    static final String SETTINGS = "/srv/shop/shopsite/settings.py";
    private static final String CATALOGS = """
            SELECT 'role ' || rolname, to_jsonb(a) - 'oid' FROM pg_authid a
            UNION ALL SELECT 'relation ' || oid::regclass, to_jsonb(relacl) FROM pg_class WHERE relnamespace::regnamespace::text = 'public'
            UNION ALL SELECT 'setting ' || name, to_jsonb(setting) FROM pg_settings
                 WHERE source NOT IN ('client', 'session') AND context <> 'internal'
            UNION ALL SELECT 'rule ' || line_number, to_jsonb(h) FROM pg_hba_file_rules h
            ORDER BY 1""";

    private ServerState() {}

    /// Catalogs, settings, rules, files with owner and mode, firewall, and what lies about.
    static Map<String, String> of(LabServer server) {
        Map<String, String> state = new TreeMap<>();
        String catalogs = server.exec(
                        "cd / && runuser -u postgres -- psql -XAtq -d shop -f -",
                        ("COPY (" + CATALOGS + ") TO STDOUT").getBytes(UTF_8))
                .text();
        catalogs.lines().forEach(line -> state.put(line.split("\t", 2)[0], line.split("\t", 2)[1]));
        for (String file : List.of(
                HBA,
                "/var/lib/postgresql/15/main/postgresql.auto.conf",
                SETTINGS,
                "/srv/shop/manage.py",
                FirewallRules.FILE,
                FirewallRules.UNIT)) {
            state.put(
                    file,
                    server.exec("stat -c '%U:%G %a' -- '" + file + "' && sha256sum <'" + file + "'; :")
                            .out());
        }
        state.put(
                "firewall",
                server.exec("nft -s list ruleset; systemctl is-enabled pgrampart-firewall 2>&1; :")
                        .out());
        state.put("left", server.exec("""
                find /etc /srv /var/lib/postgresql -xdev -name '*pgrampart*' ! -path '/etc/pgrampart*' ! -name 'pgrampart-firewall*'
                systemctl list-units --all --plain --no-legend 'pgrampart-s*'""").out());
        return state;
    }

    static void same(Map<String, String> wanted, Map<String, String> now) {
        Map<String, String> other = new TreeMap<>();
        wanted.forEach((name, value) -> {
            if (!value.equals(now.get(name))) {
                other.put(name, "wanted " + value + "\nis " + now.get(name));
            }
        });
        now.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(name -> other.put(name, "is new"));
        assertEquals(Map.of(), other);
    }

    /// Gives the project the password that its role has: a line that trusts everybody hides that it holds another
    static void knowPassword(LabServer server) {
        String settings = new String(server.readFile(SETTINGS), UTF_8)
                .replaceFirst("\"PASSWORD\": \"[^\"]*\"", "\"PASSWORD\": \"" + LabServer.SHOP_PASSWORD + "\"");
        server.copyIn(settings.getBytes(UTF_8), SETTINGS, "shop:shop", "0644");
        assertTrue(settings.contains(LabServer.SHOP_PASSWORD));
    }
}
