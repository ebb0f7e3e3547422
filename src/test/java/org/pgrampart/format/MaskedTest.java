package org.pgrampart.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgrampart.catalogue.Catalogue;

class MaskedTest {
    private static final String SECRET = "Plum7Zq";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=Plum7Zq",
                "host=db1 password = 'Plum7Zq' user=app",
                "password='it''s Plum7Zq really'",
                "primary_conninfo = 'host=a user=b password=Plum7Zq'",
                "PGPASSWORD=Plum7Zq pg_dump shop",
                "'PASSWORD': 'Plum7Zq',",
                "\"password\": \"Plum7Zq\"",
                "DATABASES['default']['PASSWORD'] = \"a \\\" Plum7Zq\"",
                "SECRET_KEY = 'Plum7Zq'",
                "SECRET_KEY = r\"Plum7Zq\"",
                "KEY = 'django-insecure-Plum7Zq'",
                "AWS_SECRET_ACCESS_KEY=Plum7Zq",
                "API_KEY: Plum7Zq",
                "ALTER ROLE app PASSWORD 'Plum7Zq'",
                "create role app login encrypted password 'a''Plum7Zq'",
                "ALTER ROLE app PASSWORD E'Plum7Zq'",
                "ALTER ROLE app PASSWORD $x$Plum7Zq$x$",
                "postgresql://app:Plum7Zq@db1/shop",
                "postgresql://app:a/Plum7Zq@db1/shop",
                "postgresql://app:a@Plum7Zq@db1/shop",
                "redis://:Plum7Zq@cache:6379/0",
                "host all all all ldap ldapserver=x ldapbindpasswd=Plum7Zq",
                "host all all all radius radiussecrets=\"Plum7Zq\"",
                "archive_command = 'pgbackrest --repo1-cipher-pass=Plum7Zq archive-push %p'",
                "mysync --password Plum7Zq --to b",
                "Authorization: Bearer Plum7Zq0123456789abcdef",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nPlum7Zq\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nPlum7Zq and the rest was cut"
            })
    void aSecretIsHidden(String text) {
        String masked = Masked.text(text);
        assertFalse(masked.contains(SECRET), masked);
        assertTrue(masked.contains("hidden"), masked);
    }

    @Test
    void verifiersAreHiddenAndTheirKindStays() {
        assertEquals("app|SCRAM-SHA-256$(hidden)", Masked.text("app|SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"));
        assertEquals("app|md5(hidden)", Masked.text("app|md5d41d8cd98f00b204e9800998ecf8427e"));
    }

    @Test
    void whatStandsAroundTheSecretStays() {
        assertEquals("host=db1 password=(hidden) user=app", Masked.text("host=db1 password='a b' user=app"));
        assertEquals("postgresql://app:(hidden)@db1:5432/shop", Masked.text("postgresql://app:x@db1:5432/shop"));
        assertEquals("{'PASSWORD': (hidden), 'HOST': 'db1'}", Masked.text("{'PASSWORD': 'x', 'HOST': 'db1'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password_encryption = md5",
                "password_encryption is md5",
                "shared_preload_libraries = 'passwordcheck'",
                "host all all 10.0.0.0/8 password",
                "host shop app 127.0.0.1/32 scram-sha-256",
                "SECRET_KEY = os.environ['SECRET_KEY']",
                "'PASSWORD': os.environ.get(\"DB_PASSWORD\")",
                "'PASSWORD': env('DB_PASSWORD')",
                "PASSWORD = config('DB_PASSWORD')",
                "password_required=false",
                "its password was guessed from the role's own name after 1 tries",
                "0 pass, 10 fail",
                "postgresql://app@db1:5432/shop?sslmode=verify-full",
                "http://127.0.0.1:8080/a@b",
                "SCRAM-SHA-256 verifiers",
                "md5 and md5sum",
                "/home/u/.pgpass has mode 0644",
                "basic setup",
                "authentication failed for user app@db1"
            })
    void whatIsNoSecretIsLeftAlone(String text) {
        assertEquals(text, Masked.text(text));
    }

    @ParameterizedTest
    @MethodSource("prose")
    void theCataloguesOwnWordsAreLeftAlone(String text) {
        assertEquals(text, Masked.text(text));
    }

    static Stream<String> prose() {
        return Catalogue.ALL.stream()
                .map(c -> c.control())
                .flatMap(c -> Stream.of(c.title(), c.why(), c.fix(), c.cost(), String.join(" ", c.references())));
    }

    @Test
    void maskingTwiceChangesNothingMore() {
        String once = Masked.text("password='a b' postgresql://a:b@c PASSWORD 'x' SECRET_KEY=\"y\"");
        assertEquals(once, Masked.text(once));
    }

    @Test
    void aHostileTextTakesNoTimeAndNoStack() {
        int length = 1 << 20;
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String part : new String[] {
                "a.",
                "password=",
                "password='",
                "\\'",
                "://a:b",
                "-----BEGIN PRIVATE KEY-----",
                "PASSWORD $$",
                "bearer "
            }) {
                Masked.text(part.repeat(length / part.length()));
            }
            Masked.text("password='" + "a\\'".repeat(length / 3) + "'");
        });
    }
}
