package org.pgrampart.format;

/// An option of an authentication method, such as `map=devs`.
public record HbaOption(String name, String value) {
    /// As it is written in the file, in quotes where needed.
    public String written() {
        String pair = name + '=' + value;
        return new HbaToken(pair, pair.startsWith("@")).written();
    }

    /// Hides what is a secret in an option (`ldapbindpasswd`, `radiussecrets`).
    @Override
    public String toString() {
        boolean secret = name.equals("ldapbindpasswd") || name.equals("radiussecrets");
        return name + '=' + (secret ? "***" : value);
    }
}
