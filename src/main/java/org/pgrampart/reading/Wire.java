package org.pgrampart.reading;

/// A live look at the database port from where the program runs: what it answers to TLS and to a plaintext start.
public enum Wire implements Request {
    PORT
}
