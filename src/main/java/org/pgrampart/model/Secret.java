package org.pgrampart.model;

import java.util.Arrays;

/// A password, verifier, passphrase or key on its way to where it is needed; it never prints itself.
public final class Secret implements AutoCloseable {
    private final char[] characters;

    public Secret(char[] characters) {
        this.characters = characters.clone();
    }

    public static Secret of(String text) {
        return new Secret(text.toCharArray());
    }

    /// A copy for an interface that takes characters; the caller wipes it.
    public char[] characters() {
        return characters.clone();
    }

    /// For interfaces that take nothing but text.
    public String reveal() {
        return new String(characters);
    }

    public boolean isEmpty() {
        return characters.length == 0;
    }

    /// Wipes it.
    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && Arrays.equals(characters, that.characters);
    }

    @Override
    public int hashCode() {
        return 0; // says nothing about the content
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
