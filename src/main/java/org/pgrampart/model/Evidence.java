package org.pgrampart.model;

/// One thing that was read, and where: `pg_settings`, `ssl = off`. Never a secret.
public record Evidence(String source, String text) {}
