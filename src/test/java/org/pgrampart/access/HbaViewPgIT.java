package org.pgrampart.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.format.HbaAddress;
import org.pgrampart.format.HbaEntry;
import org.pgrampart.format.HbaFile;
import org.pgrampart.format.HbaFuzz;
import org.pgrampart.format.HbaRule;
import org.pgrampart.format.HbaToken;
import org.pgrampart.format.IpRange;
import org.pgrampart.testing.RealPostgres;

/// The parser against `pg_hba_file_rules`, with random files.
class HbaViewPgIT {
    private static final int FILES = 300;

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void theServerReadsFilesAsTheParserDoes(int major) throws Exception {
        long seed = Long.getLong("access.seed", 20261123L) + major;
        Random random = new Random(seed);
        try (RealPostgres postgres = AccessServer.start(major);
                Connection admin = AccessServer.connect(postgres)) {
            byte[] list = "a\n\"b c\", d # no more\n".getBytes(StandardCharsets.UTF_8);
            Files.write(postgres.data().resolve("list"), list);
            int compared = 0;
            for (int i = 0; i < FILES; i++) {
                byte[] bytes = asUtf8(HbaFuzz.file(random));
                Files.write(postgres.data().resolve("pg_hba.conf"), bytes);
                HbaFile file = HbaFile.parse(bytes, major);
                List<Integer> skipped = file.entries().stream()
                        .filter(entry -> !isComparable(entry))
                        .map(HbaEntry::line)
                        .toList();
                List<String> ours = file.rules().stream()
                        .filter(rule -> !skipped.contains(rule.line()))
                        .map(rule -> shown(rule, HbaFile.listWords(list)))
                        .toList();
                List<String> theirs = view(admin, skipped);
                String about = "seed " + seed + " file " + i + ":\n" + new String(bytes, StandardCharsets.UTF_8);
                assertEquals(String.join("\n", theirs), String.join("\n", ours), about);
                compared += ours.size();
            }
            assertTrue(compared > FILES, "hardly any row was compared: " + compared);
        }
    }

    /// Not what depends on the machine, the build or files that are not there.
    private static boolean isComparable(HbaEntry entry) {
        String text = entry.text();
        return entry instanceof HbaRule && !text.contains("%") && !text.contains("ldap") && !text.contains("gss");
    }

    // the view cannot send other bytes
    private static byte[] asUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return bytes;
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String shown(HbaRule rule, List<HbaToken> list) {
        if (!rule.error().isEmpty()) {
            return rule.line() + " error: " + rule.error();
        }
        List<String> options = new ArrayList<>(
                rule.options().stream().map(o -> o.name() + "=" + o.value()).toList());
        if (rule.method().equals("cert") && rule.option("clientcert").isEmpty()) {
            options.add("clientcert=verify-full");
        }
        Optional<IpRange> range = rule.range();
        return String.join(
                " | ",
                "" + rule.line(),
                rule.type().keyword(),
                words(rule.databases(), list),
                words(rule.users(), list),
                rule.addressKind() == HbaAddress.NONE
                        ? "null"
                        : range.map(r -> r.address().toString()).orElse(rule.address()),
                range.map(r -> r.mask().toString()).orElse("null"),
                rule.method(),
                new TreeMap<>(pairs(options)).toString());
    }

    private static Map<String, String> pairs(List<String> options) {
        Map<String, String> pairs = new TreeMap<>();
        options.forEach(option ->
                pairs.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1)));
        return pairs;
    }

    private static String words(List<HbaToken> tokens, List<HbaToken> list) {
        return tokens.stream()
                .flatMap(token -> token.isFile() ? list.stream() : List.of(token).stream())
                .map(HbaToken::text)
                .toList()
                .toString();
    }

    private static List<String> view(Connection admin, List<Integer> skipped) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = admin.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT line_number, type, database, user_name, address, netmask,"
                                + " auth_method, options, error FROM pg_hba_file_rules ORDER BY line_number")) {
            while (row.next()) {
                String error = row.getString(9);
                if (skipped.contains(row.getInt(1))) {
                    continue;
                }
                rows.add(
                        error != null
                                ? row.getInt(1) + " error: " + error
                                : String.join(
                                        " | ",
                                        row.getString(1),
                                        row.getString(2),
                                        array(row, 3).toString(),
                                        array(row, 4).toString(),
                                        "" + row.getString(5),
                                        "" + row.getString(6),
                                        row.getString(7),
                                        pairs(array(row, 8)).toString()));
            }
        }
        return rows;
    }

    private static List<String> array(ResultSet row, int column) throws SQLException {
        java.sql.Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
