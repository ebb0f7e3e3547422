package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HbaFileTest {
    private static final long SEED = 20261123;

    private static HbaFile file(String text) {
        return HbaFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(HbaFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private static HbaRule only(String text) {
        List<HbaRule> rules = file(text).rules();
        assertEquals(1, rules.size(), text);
        return rules.getFirst();
    }

    @Test
    void aRuleIsReadWithAllItsColumns() {
        HbaRule rule =
                only("hostssl shop,\"all\" +devs,web 10.0.0.0 255.0.0.0 scram-sha-256 clientcert=verify-full # why\n");
        assertEquals(HbaType.HOSTSSL, rule.type());
        assertEquals(List.of(HbaToken.keyword("shop"), new HbaToken("all", true)), rule.databases());
        assertTrue(rule.users().getFirst().isGroup());
        assertEquals("10.0.0.0", rule.address());
        assertEquals("255.0.0.0", rule.netmask());
        assertEquals("10.0.0.0/8", rule.range().orElseThrow().toString());
        assertEquals("scram-sha-256", rule.method());
        assertEquals("verify-full", rule.option("clientcert").orElseThrow());
        assertEquals("", rule.error());
        assertEquals("hostssl shop,\"all\" +devs,web 10.0.0.0/8 scram-sha-256 clientcert=verify-full", rule.words());
    }

    @Test
    void aQuotedKeywordIsAnOrdinaryName() {
        HbaRule rule = only("local \"all\" all peer");
        assertFalse(rule.databases().getFirst().isKeyword("all"));
        assertTrue(rule.users().getFirst().isKeyword("all"));
    }

    @Test
    void doubledQuotesMeanOneQuote() {
        assertEquals(
                "we ird\"x",
                only("local \"we ird\"\"x\" all peer").databases().getFirst().text());
    }

    @Test
    void aContinuedLineIsOneRuleWithTheNumberOfItsFirstLine() {
        HbaFile file = file("# first\nhost all \\\n  all 127.0.0.1/32 \\\r\n md5\nlocal all all peer\n");
        assertEquals(2, file.rules().size());
        assertEquals(2, file.rules().getFirst().line());
        assertEquals(5, file.rules().getLast().line());
        assertEquals("md5", file.rules().getFirst().method());
    }

    @Test
    void aBackslashContinuesACommentToo() {
        assertEquals(0, file("# off \\\nhost all all all trust\n").rules().size());
    }

    @Test
    void identOnALocalLineIsPeer() {
        assertEquals("peer", only("local all all ident").method());
    }

    @Test
    void aByteOrderMarkBreaksTheFirstRule() {
        HbaFile file = file("\uFEFFlocal all all peer\nlocal all all peer\n");
        assertTrue(file.hasByteOrderMark());
        assertEquals(1, file.errors().size());
        assertEquals(1, file.errors().getFirst().line());
    }

    @Test
    void whatIsWrongIsSaidInTheWordsOfTheServer() {
        assertEquals(
                "invalid connection type \"hosts\"",
                only("hosts all all all md5").error());
        assertEquals(
                "end-of-line before authentication method",
                only("local all all").error());
        assertEquals(
                "end-of-line before netmask specification",
                only("host all all 10.0.0.1").error());
        assertEquals(
                "IP address and mask do not match",
                only("host all all 10.0.0.1 ::1 md5").error());
        assertEquals(
                "invalid CIDR mask in address \"10.0.0.0/33\"",
                only("host a a 10.0.0.0/33 md5").error());
        assertEquals(
                "invalid authentication method \"none\"",
                only("host a a all none").error());
        assertEquals(
                "authentication option not in name=value format: loose",
                only("host a a all md5 loose").error());
        assertEquals(
                "peer authentication is only supported on local sockets",
                only("host a a all peer").error());
    }

    @Test
    void includesAreKnownFromSixteenOn() {
        byte[] bytes = "include \"more rules.conf\"\ninclude_dir hba.d\n".getBytes(StandardCharsets.UTF_8);
        HbaFile newer = HbaFile.parse(bytes, 16);
        assertEquals("more rules.conf", newer.includes().getFirst().path());
        assertEquals(HbaInclude.Kind.INCLUDE_DIR, newer.includes().getLast().kind());
        assertEquals(0, newer.rules().size());
        HbaFile older = HbaFile.parse(bytes, 15);
        assertEquals(2, older.errors().size());
    }

    @Test
    void anEditChangesNothingElse() {
        HbaFile file = file("# top\r\nhost\tall  all\t10.0.0.0   255.0.0.0 md5  map=x # why\r\nlocal all all peer");
        HbaRule rule = file.rules().getFirst();
        assertEquals(
                "# top\r\nhost\tall  all\t10.0.0.0   255.0.0.0 scram-sha-256  map=x # why\r\nlocal all all peer",
                text(file.replaceMethod(rule, "scram-sha-256")));
        assertEquals(
                "# top\r\nhost\tall  all\t10.1.0.0/16 md5  map=x # why\r\nlocal all all peer",
                text(file.replaceAddress(rule, "10.1.0.0/16")));
        assertEquals(
                "# top\r\nhostssl\tall  all\t10.0.0.0   255.0.0.0 md5  map=x # why\r\nlocal all all peer",
                text(file.replaceType(rule, HbaType.HOSTSSL)));
        assertEquals(
                "# top\r\nhost\tall  all\t10.0.0.0   255.0.0.0 cert clientname=DN # why\r\nlocal all all peer",
                text(file.replaceMethod(rule, "cert", List.of(new HbaOption("clientname", "DN")))));
        assertEquals(
                "# top\r\nhost\tshop,\"all\"  all\t10.0.0.0   255.0.0.0 md5  map=x # why\r\nlocal all all peer",
                text(file.replaceDatabases(rule, List.of(HbaToken.name("shop"), HbaToken.name("all")))));
        assertEquals("# top\r\nlocal all all peer", text(file.remove(rule)));
        assertEquals(
                "# top\r\nlocal a a trust\r\nhost\tall  all\t10.0.0.0   255.0.0.0 md5  map=x # why\r\nlocal all all peer",
                text(file.insertBefore(rule, "local a a trust")));
        assertTrue(text(file.append("local b b peer")).endsWith("local all all peer\r\nlocal b b peer\r\n"));
    }

    @Test
    void aRuleOfAnotherStateOfTheFileIsRefused() {
        HbaFile file = file("local all all md5\n");
        HbaFile edited = file.insertFirst("local x x peer");
        HbaRule stale = file.rules().getFirst();
        assertThrows(IllegalArgumentException.class, () -> edited.remove(stale));
    }

    @Test
    void namesThatTheFileCannotHoldAreRefused() {
        HbaToken lineBreak = HbaToken.name("a\nb");
        assertThrows(IllegalArgumentException.class, lineBreak::written);
        assertThrows(IllegalArgumentException.class, () -> HbaToken.name("/etc"));
        HbaFile file = file("local all all peer\n");
        assertThrows(IllegalArgumentException.class, () -> file.append("local a a peer \\"));
    }

    @Test
    void aSecretInAnOptionIsNotPrinted() {
        HbaRule rule = only("host a a all ldap ldapbasedn=x ldapbindpasswd=hunter2");
        assertFalse(rule.words().contains("hunter2"));
        assertFalse(rule.options().toString().contains("hunter2"));
    }

    @Test
    void tenThousandRandomFilesSurviveEveryEdit() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = HbaFuzz.file(random);
            HbaFile file = HbaFile.parse(bytes, random.nextBoolean() ? 18 : 15);
            String about = "seed " + SEED + " file " + i + ":\n" + new String(bytes, StandardCharsets.UTF_8);
            assertArrayEquals(bytes, file.bytes(), about);
            appendAddsExactlyOneRule(file, about);
            List<HbaRule> rules = file.rules();
            if (!rules.isEmpty()) {
                editsTouchOnlyTheirRule(file, rules.get(random.nextInt(rules.size())), about);
            }
        }
    }

    private static void appendAddsExactlyOneRule(HbaFile file, String about) {
        HbaFile appended = file.append("local \"new one\" all peer");
        assertEquals(
                file.entries(), appended.entries().subList(0, file.entries().size()), about);
        assertEquals(file.entries().size() + 1, appended.entries().size(), about);
        assertEquals(
                "new one", appended.rules().getLast().databases().getFirst().text(), about);
        assertArrayEquals(file.bytes(), Arrays.copyOf(appended.bytes(), file.bytes().length), about);
    }

    private static void editsTouchOnlyTheirRule(HbaFile file, HbaRule rule, String about) {
        List<String> others =
                new ArrayList<>(file.entries().stream().map(HbaEntry::text).toList());
        int index = file.entries().indexOf(rule);
        others.remove(index);
        assertEquals(others, texts(file.remove(rule)), about);
        assertEquals(others, texts(file.commentOut(rule)), about);
        HbaFile inserted = file.insertBefore(rule, "local a a peer");
        assertEquals("local a a peer", inserted.entries().get(index).text(), about);
        if (!rule.method().isEmpty()) {
            HbaFile edited = file.replaceMethod(rule, "reject", List.of());
            HbaRule now = (HbaRule) edited.entries().get(index);
            assertEquals("reject", now.method(), about);
            assertEquals(rule.databases(), now.databases(), about);
            assertEquals(rule.users(), now.users(), about);
            assertEquals(rule.address(), now.address(), about);
            assertEquals("", now.error(), about);
            List<String> kept = new ArrayList<>(texts(edited));
            kept.remove(index);
            assertEquals(others, kept, about);
        }
        if (rule.users().size() > 0) {
            List<HbaToken> users =
                    List.of(HbaToken.name("O'Brien sp,ace"), HbaToken.name("q\"uote"), HbaToken.name("all"));
            HbaRule now = (HbaRule) file.replaceUsers(rule, users).entries().get(index);
            assertEquals(users, now.users(), about);
            assertEquals(rule.databases(), now.databases(), about);
            assertEquals(rule.method(), now.method(), about);
        }
    }

    private static List<String> texts(HbaFile file) {
        return file.entries().stream().map(HbaEntry::text).toList();
    }
}
