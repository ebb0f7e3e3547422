package org.pgrampart.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Random authentication files that try every odd way of writing a rule.
public final class HbaFuzz {
    private static final String[] TYPES = {"local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"};
    private static final String[] NAMES = {
        "all",
        "\"all\"",
        "shop",
        "sameuser",
        "replication",
        "a,b",
        "a, b",
        "\"we ird\"\"x\"",
        "+devs",
        "\"+devs\"",
        "@list",
        "/^db_\\d+$",
        "\"/^a,b\"",
        "b\u00fccher",
        "\"\"",
        "\"a\\b\"",
        "x#y",
        "caf\u00e9",
        ",a",
        "a,,b",
        "half\"quoted part\""
    };
    private static final String[] ADDRESSES = {
        "all", "samehost", "samenet", "10.0.0.0/8", "10.1.2.3 255.255.0.255", "::1/128", "fe80::1%eth0/10",
                "db.example.org",
        ".example.org", "::ffff:10.0.0.0/104", "10/8", "300.1.1.1/8", "10.0.0.0/33", "10.0.0.1", "\"all\"",
                "1.2.3.4 ::1"
    };
    private static final String[] METHODS = {
        "trust", "reject", "md5", "scram-sha-256", "peer", "ident", "cert", "gss", "nonsense", "\"md5\"", "ldap"
    };
    private static final String[] OPTIONS = {
        "",
        "",
        "",
        " map=m",
        " clientcert=verify-full",
        " \"ldapserver=a b\"",
        " loose",
        " map=a,map=b",
        " include_realm=0"
    };
    private static final String[] BLANKS = {" ", "\t", "   ", " \t ", " \\\n  ", " \r "};
    private static final String[] ENDS = {
        "\n", "\n", "\r\n", "\n\n", " # note\n", "#\u00fc\n", ",\n", " \\\n\n", "\\\r\n\n"
    };
    private static final String[] OTHER = {
        "# comment\n",
        "\n",
        "# goes on \\\nhost all all all trust\n",
        "include other.conf\n",
        "include_dir 'd'\n",
        "   \r\n",
        "include_if_exists \"a b\"\n",
        "\"open quote host all\n",
        "host\n",
        "local all\n",
        "\\\n",
        "bogus all all\n",
        "\u0001\n"
    };

    private HbaFuzz() {}

    public static byte[] file(RandomGenerator random) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (random.nextInt(50) == 0) {
            file.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        }
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            String line = random.nextInt(4) == 0 ? pick(random, OTHER) : rule(random);
            boolean latin = random.nextInt(10) == 0;
            file.writeBytes(line.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        }
        if (random.nextInt(3) == 0) {
            file.writeBytes(rule(random).strip().getBytes(StandardCharsets.UTF_8));
        }
        if (random.nextInt(20) == 0) {
            file.write('\\');
        }
        return file.toByteArray();
    }

    private static String rule(RandomGenerator random) {
        String type = pick(random, TYPES);
        String address = type.equals("local") ? "" : pick(random, BLANKS) + pick(random, ADDRESSES);
        return (random.nextInt(5) == 0 ? "  " : "")
                + type
                + pick(random, BLANKS)
                + pick(random, NAMES)
                + pick(random, BLANKS)
                + pick(random, NAMES)
                + address
                + pick(random, BLANKS)
                + pick(random, METHODS)
                + pick(random, OPTIONS)
                + pick(random, ENDS);
    }

    static String pick(RandomGenerator random, String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
