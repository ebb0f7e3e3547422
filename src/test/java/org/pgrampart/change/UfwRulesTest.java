package org.pgrampart.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pgrampart.format.IpRange;
import org.pgrampart.reading.Answers;

/// The two files are what ufw 0.36.2 wrote after `ufw prepend deny proto tcp to any port 5432` and
/// `ufw prepend allow proto tcp from 10.77.0.0/16 to any port 5432`.
class UfwRulesTest {
    private static final String OURS = """
            ### tuple ### allow tcp 5432 0.0.0.0/0 any 10.77.0.0/16 in
            -A ufw-user-input -p tcp --dport 5432 -s 10.77.0.0/16 -j ACCEPT

            ### tuple ### deny tcp 5432 0.0.0.0/0 any 0.0.0.0/0 in
            -A ufw-user-input -p tcp --dport 5432 -j DROP

            """;
    private static final String OURS6 = """
            ### tuple ### deny tcp 5432 ::/0 any ::/0 in
            -A ufw6-user-input -p tcp --dport 5432 -j DROP

            """;
    private static final UfwRules RULES = UfwRules.allow(5432, List.of(range("10.77.1.2/16")), 22, List.of());

    private static IpRange range(String text) {
        return IpRange.parse(text).orElseThrow();
    }

    private static String written(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(UfwRulesTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String before() throws IOException {
        return written("user.rules").replace(OURS, "");
    }

    private static String before6() throws IOException {
        return written("user6.rules").replace(OURS6, "");
    }

    private static Answers now(String status, String rules, String rules6) {
        return HostChangeTest.answers(RULES, status, rules, rules6);
    }

    private static String content(Step step) {
        return new String(assertInstanceOf(Step.Write.class, step).content(), StandardCharsets.UTF_8);
    }

    @Test
    void theFilesGetWhatUfwItselfWrites() throws IOException {
        assertFalse(before().equals(written("user.rules")), "nothing of ours is in the recorded file");
        List<Step> steps =
                RULES.ready(now("active\nyes\n", before(), before6())).steps();
        assertEquals(written("user.rules"), content(steps.get(0)));
        assertEquals(written("user6.rules"), content(steps.get(1)));
        assertTrue(
                assertInstanceOf(Step.Run.class, steps.get(2)).argv().getLast().contains("ip6tables-restore -n"),
                steps::toString);
        assertEquals(3, steps.size());
    }

    @Test
    void whatStandsAlreadyHolds() throws IOException {
        assertTrue(RULES.holds(now("active\nyes\n", written("user.rules"), written("user6.rules"))));
        assertFalse(RULES.holds(now("active\nyes\n", written("user.rules"), before6())));
        assertTrue(RULES.holds(now("active\nno\n", written("user.rules"), before6())));
        assertFalse(RULES.holds(now("inactive\nyes\n", written("user.rules"), written("user6.rules"))));
    }

    @Test
    void ourRulesAreMovedToTheFrontAndNotDoubled() throws IOException {
        String behind = before().replace("### END RULES ###", OURS + "### END RULES ###");
        List<Step> steps = RULES.ready(now("active\nno\n", behind, "")).steps();
        assertEquals(written("user.rules"), content(steps.get(0)));
        assertEquals(2, steps.size());
    }

    @Test
    void sshIsNamedFirstAndEachFamilyHasItsFile() throws IOException {
        UfwRules both = UfwRules.allow(
                5433, List.of(range("fd00::1/128")), 2222, List.of(range("192.0.2.7/32"), range("::/0")));
        List<Step> steps = both.ready(now("active\nyes\n", before(), before6())).steps();
        assertTrue(content(steps.get(0)).contains("""
                ### RULES ###

                ### tuple ### allow tcp 2222 0.0.0.0/0 any 192.0.2.7 in
                -A ufw-user-input -p tcp --dport 2222 -s 192.0.2.7 -j ACCEPT

                ### tuple ### deny tcp 2222 0.0.0.0/0 any 0.0.0.0/0 in
                -A ufw-user-input -p tcp --dport 2222 -j DROP

                ### tuple ### deny tcp 5433 0.0.0.0/0 any 0.0.0.0/0 in
                -A ufw-user-input -p tcp --dport 5433 -j DROP

                """), content(steps.get(0)));
        assertTrue(content(steps.get(1)).contains("""
                ### RULES ###

                ### tuple ### allow tcp 2222 ::/0 any ::/0 in
                -A ufw6-user-input -p tcp --dport 2222 -j ACCEPT

                ### tuple ### deny tcp 2222 ::/0 any ::/0 in
                -A ufw6-user-input -p tcp --dport 2222 -j DROP

                ### tuple ### allow tcp 5433 ::/0 any fd00::1 in
                -A ufw6-user-input -p tcp --dport 5433 -s fd00::1 -j ACCEPT

                """), content(steps.get(1)));
    }

    @Test
    void theOldFilesComeBackBeforeTheyAreLoaded() throws IOException {
        List<Step> back =
                RULES.inverse(now("active\nyes\n", before(), before6())).steps();
        assertEquals(before(), content(back.get(0)));
        assertEquals(before6(), content(back.get(1)));
        assertInstanceOf(Step.Run.class, back.get(2));
        assertEquals(3, back.size());
    }

    @Test
    void itIsMadeForTheFilesThatWereRead() throws IOException {
        UfwRules ready = (UfwRules) RULES.ready(now("active\nyes\n", before(), before6()));
        assertEquals(Optional.of(Content.of(before())), ready.madeFor("/etc/ufw/user.rules"));
        assertEquals(Optional.of(Content.of(before6())), ready.madeFor("/etc/ufw/user6.rules"));
        assertEquals(Optional.empty(), ready.madeFor("/etc/ufw/ufw.conf"));
    }

    @Test
    void itIsLeftOutWhereUfwWouldNotDoIt() throws IOException {
        refused(RULES, now("inactive\nyes\n", before(), before6()), "not active");
        refused(RULES, now("active\nyes\n", "*filter\nCOMMIT\n", before6()), "do not look");
        refused(RULES, now("active\nyes\n", before(), "(none)"), "do not look");
        refused(RULES, now("active\nyes\n", before() + before(), before6()), "do not look");
        UfwRules six = UfwRules.allow(5432, List.of(range("fd00::/8")), 22, List.of());
        refused(six, now("active\nno\n", before(), ""), "IPv6");
    }

    private static void refused(UfwRules rules, Answers now, String because) {
        String message = assertThrows(IllegalArgumentException.class, () -> rules.ready(now))
                .getMessage();
        assertTrue(message.contains(because), message);
    }

    @Test
    void twoAnswersForOnePortContradictEachOther() {
        UfwRules other = UfwRules.allow(5432, List.of(range("10.0.0.0/8")), 22, List.of());
        assertFalse(RULES.decides().equals(other.decides()));
        assertEquals(RULES.decides().keySet(), other.decides().keySet());
        assertEquals("Let ufw admit to port 5432 from 10.77.0.0/16", RULES.summary());
    }
}
