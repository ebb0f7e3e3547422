package org.pgrampart.access;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.pgrampart.format.IpAddress;

/// Random rules, maps and logins in all the forms that pg_hba.conf knows.
final class RandomRules {
    static final byte[] LIST = "deep\n\"app\", shop2, scram1 # and no more\n".getBytes(StandardCharsets.UTF_8);

    private static final String[] USERS = {"postgres", "app", "deep", "all", "o'b rien", "devs", "nobody"};
    private static final String[] DATABASES = {"shop", "shop2", "app", "devs", "all", "replication", "o'b rien"};
    private static final String[] TYPES = {
        "local", "local", "host", "host", "host", "hostssl", "hostnossl", "hostnogssenc", "hostgssenc"
    };
    private static final String[] DATABASE_WORDS = {
        "all",
        "shop",
        "shop",
        "\"all\"",
        "sameuser",
        "samerole",
        "replication",
        "\"replication\"",
        "\"o'b rien\"",
        "shop,app",
        "all,replication",
        "/^shop\\d$",
        "\"/^(app|devs)$\"",
        "/op",
        "@list",
        "samegroup",
        "devs,shop2"
    };
    private static final String[] USER_WORDS = {
        "all",
        "app",
        "+devs",
        "\"+devs\"",
        "\"all\"",
        "+app",
        "\"o'b rien\"",
        "deep,postgres",
        "/^d",
        "@list",
        "+nobody",
        "+postgres",
        "scram1,md51",
        "bare",
        "late,closed",
        "/^[a-m][^e]",
        "/(scram|md5)1$",
        "nobody"
    };
    private static final String[] ADDRESS_WORDS = {
        "all",
        "127.0.0.1/32",
        "127.0.0.0/8",
        "127.1.0.0/16",
        "127.0.0.5 255.0.0.255",
        "samehost",
        "samenet",
        "::1/128",
        "::/0",
        "0.0.0.0/0",
        "::ffff:127.0.0.0/104",
        "127.1.2.3/9",
        "127.200/8",
        "10.0.0.0/8",
        "127.0.0.5/32",
        "127.200.0.5 255.255.255.255",
        "::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::/10",
        "127.0.0.4/31",
        "localhost",
        ".example.org"
    };
    private static final String[] METHODS = {"trust", "reject", "password", "md5", "scram-sha-256"};
    private static final String[] MAPS = {
        "m ACCOUNT app",
        "m other app",
        "m /^(.).*$ d\\1ep",
        "m /^x(.*)$ \\1",
        "m ACCOUNT \"o'b rien\"",
        "m ACCOUNT all",
        "m ACCOUNT \"all\"",
        "m ACCOUNT +devs",
        "m /. /^de",
        "n ACCOUNT deep",
        "m /ACCOUNT devs"
    };
    private static final String[] ADDRESSES = {"127.0.0.1", "127.0.0.5", "127.1.2.3", "127.200.0.5", "::1"};

    private final Random random;
    private final int major;

    RandomRules(Random random, int major) {
        this.random = random;
        this.major = major;
    }

    /// The files of one set: pg_hba.conf, and from 16 on what it includes.
    Map<String, String> files(int set, int most) {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder hba = new StringBuilder("local mark" + set + " all trust\n");
        int count = 1 + random.nextInt(most);
        boolean includes = major >= 16 && random.nextInt(3) == 0;
        for (int i = 0; i < count; i++) {
            if (includes && random.nextInt(8) == 0) {
                hba.append(pick(
                        "include more.conf\n",
                        "include_if_exists \"more.conf\"\n",
                        "include_if_exists none.conf\n",
                        "include_dir extra.d\n"));
            }
            hba.append(rule());
        }
        files.put("pg_hba.conf", hba.toString());
        files.put("more.conf", rule() + rule());
        files.put("extra.d/20.conf", rule());
        files.put("extra.d/10.conf", rule());
        files.put("extra.d/15.conf~", "nonsense\n");
        files.put("extra.d/.05.conf", "nonsense\n");
        return files;
    }

    private String rule() {
        String type = pick(TYPES);
        String method = pick(METHODS);
        if (type.equals("local") && random.nextInt(4) == 0) {
            method = pick("peer", "peer map=m", "ident map=n");
        } else if (type.equals("hostssl") && random.nextInt(5) == 0) {
            method = "scram-sha-256 clientcert=" + pick("verify-ca", "verify-full");
        }
        return type
                + ' '
                + pick(DATABASE_WORDS)
                + (random.nextInt(9) == 0 ? " \\\n " : "\t")
                + pick(USER_WORDS)
                + (type.equals("local") ? "" : " " + pick(ADDRESS_WORDS))
                + ' '
                + method
                + (random.nextInt(9) == 0 ? " # note\r\n" : "\n");
    }

    /// Lines of pg_ident.conf that both old and new servers load.
    String maps(String account) {
        StringBuilder ident = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            ident.append(pick(MAPS).replace("ACCOUNT", account)).append('\n');
        }
        return ident.toString();
    }

    Login login() {
        boolean local = random.nextInt(3) == 0;
        Origin origin = local ? Origin.LOCAL_SOCKET : origin();
        String role = pick(USERS);
        return random.nextInt(8) == 0
                ? Login.replication(role, origin)
                : new Login(role, pick(DATABASES), origin, false);
    }

    /// One that can be tried to the end: its database exists, and it comes over the network.
    Login entering() {
        String role = AccessServer.ENTERING
                .get(random.nextInt(AccessServer.ENTERING.size()))
                .name();
        return new Login(role, pick("shop", "shop", "postgres"), origin(), false);
    }

    private Origin origin() {
        return Origin.network(IpAddress.parse(pick(ADDRESSES)).orElseThrow(), random.nextInt(3) == 0);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
