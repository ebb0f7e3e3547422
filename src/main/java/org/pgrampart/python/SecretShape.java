package org.pgrampart.python;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What may be told of a secret: its shape, and a hash to compare with publicly known keys.
///
/// @param generated whether it begins with `django-insecure-`, as startproject writes it
public record SecretShape(int length, int distinct, boolean generated, String sha256) {
    static SecretShape of(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new SecretShape(
                    secret.length(),
                    (int) secret.chars().distinct().count(),
                    secret.startsWith("django-insecure-"),
                    HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", impossible);
        }
    }

    @Override
    public String toString() {
        return "secret of " + length + " characters"; // a hash of a weak secret can be guessed
    }
}
