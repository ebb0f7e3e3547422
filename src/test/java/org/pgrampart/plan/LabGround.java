package org.pgrampart.plan;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.pgrampart.format.Shell;
import org.pgrampart.lab.LabServer;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// A whole Debian server as a ground for round trips.
final class LabGround implements Ground {
    private final LabServer server;
    private final FaultBench bench;
    private final Catalogs catalogs;

    LabGround(LabServer server, Path folder) {
        this.server = server;
        this.bench = new FaultBench(server, folder);
        this.catalogs = new Catalogs(server.jdbcUrl("").replaceFirst("\\?.*", ""), "admin", LabServer.ADMIN_PASSWORD);
    }

    @Override
    public WriteSession open() throws TargetException {
        return bench.open("nopass");
    }

    @Override
    public Path changes() {
        return bench.changes();
    }

    @Override
    public String dataDirectory() {
        return "/var/lib/postgresql/15/main";
    }

    @Override
    public String rulesFile() {
        return FaultBench.HBA;
    }

    @Override
    public String django() {
        return "/srv/shop";
    }

    @Override
    public Map<String, String> state() throws Exception {
        Map<String, String> state = new TreeMap<>(catalogs.read());
        String files = server.exec("""
                cd /
                find /etc/postgresql /etc/ssh /etc/pgrampart /etc/systemd/system /etc/nftables.conf /etc/ufw /srv/shop \
                    -not -path '*__pycache__*' -printf '%p %y %i %u:%g %m\\n' 2>/dev/null
                find /var/lib/postgresql -maxdepth 3 -not -name 'postmaster.*' -not -path '*/base/*' -type f \
                    -printf '%p %y %i %u:%g %m\\n'
                find /var/log/postgresql -printf '%p %u:%g %m\\n'
                find /etc/postgresql /etc/ssh /etc/pgrampart /etc/systemd/system /etc/nftables.conf /etc/ufw /srv/shop \
                    -type f -not -path '*__pycache__*' -exec sha256sum {} + 2>/dev/null
                sha256sum /var/lib/postgresql/15/main/*.conf
                nft -s list ruleset
                sshd -T
                """).text();
        state.put("host", files);
        return state;
    }

    @Override
    public void sql(String database, String... statements) throws Exception {
        catalogs.run(database, statements);
    }

    @Override
    public byte[] read(String path) {
        return server.readFile(path);
    }

    @Override
    public void write(String path, byte[] content) {
        String name = Shell.quote(path);
        server.exec(
                        "[ -e " + name + " ] || install -m 600 -o postgres -g postgres /dev/null " + name + "; cat >"
                                + name,
                        content)
                .ok();
    }

    @Override
    public void delete(String path) {
        server.exec("rm -f -- " + Shell.quote(path)).ok();
    }

    @Override
    public void mode(String path, String octal) {
        server.exec("chmod " + octal + " -- " + Shell.quote(path)).ok();
    }

    @Override
    public void restart() {
        server.exec("systemctl restart postgresql@15-main && pg_isready -q -t 20")
                .ok();
    }

    @Override
    public String address() {
        return server.address();
    }
}
