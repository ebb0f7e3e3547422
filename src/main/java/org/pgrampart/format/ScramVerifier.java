package org.pgrampart.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.pgrampart.model.Secret;

/// Works out what PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5803), so that the password never reaches it.
public final class ScramVerifier {
    private static final int ITERATIONS = 4096;
    private static final int SALT = 16;

    private ScramVerifier() {}

    /// A verifier with a fresh salt: no two are alike.
    public static Secret of(Secret password) {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return of(password, salt, ITERATIONS);
    }

    /// The verifier for this salt.
    public static Secret of(Secret password, byte[] salt, int iterations) {
        char[] characters = password.characters();
        try {
            byte[] salted = salted(prepared(new String(characters)), salt, iterations);
            Base64.Encoder base64 = Base64.getEncoder();
            return Secret.of("SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(sha256(hmac(salted, "Client Key"))) + ":"
                    + base64.encodeToString(hmac(salted, "Server Key")));
        } finally {
            java.util.Arrays.fill(characters, '\0');
        }
    }

    /// The StoredKey of a verifier, by which a guess is recognised.
    public static byte[] storedKey(String password, byte[] salt, int iterations) {
        return sha256(hmac(salted(prepared(password), salt, iterations), "Client Key"));
    }

    /// SASLprep as far as it matters for what people type: other blanks become a space, compatible forms one form.
    private static String prepared(String password) {
        if (password.chars().allMatch(c -> c < 128)) {
            return password;
        }
        StringBuilder mapped = new StringBuilder();
        password.codePoints()
                .filter(point -> point != 0x00AD && point != 0x200B && point != 0xFEFF)
                .map(point -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point)
                .forEach(mapped::appendCodePoint);
        return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    }

    private static byte[] salted(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
