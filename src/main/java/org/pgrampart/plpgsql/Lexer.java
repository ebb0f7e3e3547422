package org.pgrampart.plpgsql;

import java.util.ArrayList;
import java.util.List;

/// Cuts PL/pgSQL into tokens: strings in all their forms, dollar quotes, nested comments.
final class Lexer {
    private static final String SIGNS = "+-*/<>=~!@#%^&|`?:";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> read(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        // several, so that a reader may look ahead in a body that is cut off
        for (int i = 0; i < 8; i++) {
            lexer.tokens.add(new Token(Token.Kind.END, "", lexer.line, text.length(), text.length()));
        }
        return lexer.tokens;
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private void next() {
        char c = peek(0);
        if (c == '\n') {
            line++;
            at++;
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '-' && peek(1) == '-') {
            while (at < text.length() && peek(0) != '\n') {
                at++;
            }
        } else if (c == '/' && peek(1) == '*') {
            comment();
        } else if (c == '\'') {
            string(at, false);
        } else if ((c == 'e' || c == 'E') && peek(1) == '\'') {
            int start = at++;
            string(start, true);
        } else if ("bBxXnN".indexOf(c) >= 0 && peek(1) == '\'') {
            int start = at++;
            string(start, false);
        } else if (c == '"') {
            quoted();
        } else if (c == '$' && dollarTag() >= 0) {
            dollar();
        } else if (c == '$' && Character.isDigit(peek(1))) {
            run(Token.Kind.PARAMETER);
        } else if (Character.isDigit(c)) {
            run(Token.Kind.NUMBER);
        } else if (Character.isLetter(c) || c == '_') {
            int start = at;
            while (Character.isLetterOrDigit(peek(0)) || peek(0) == '_' || peek(0) == '$') {
                at++;
            }
            tokens.add(Token.word(text.substring(start, at), line, start, at));
        } else {
            sign();
        }
    }

    private void sign() {
        int start = at++;
        if (SIGNS.indexOf(text.charAt(start)) >= 0) {
            for (String two : new String[] {"||", ":=", "::", "=>", "<>", "<=", ">=", "!=", "->", "<<", ">>", ".."}) {
                if (text.startsWith(two, start)) {
                    at = start + 2;
                    break;
                }
            }
        } else if (text.startsWith("..", start)) {
            at = start + 2;
        }
        add(Token.Kind.SIGN, text.substring(start, at), start);
    }

    private void run(Token.Kind kind) {
        int start = at++;
        while (Character.isLetterOrDigit(peek(0)) || peek(0) == '.' && peek(1) != '.' && kind == Token.Kind.NUMBER) {
            at++;
        }
        add(kind, text.substring(start, at), start);
    }

    private void comment() {
        int depth = 0;
        do {
            if (peek(0) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (peek(0) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                if (peek(0) == '\n') {
                    line++;
                }
                at++;
            }
        } while (depth > 0 && at < text.length());
    }

    private void string(int start, boolean backslashes) {
        int startLine = line;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && backslashes && at < text.length()) {
                value.append(text.charAt(at++));
            } else if (c == '\'') {
                if (peek(0) != '\'') {
                    break;
                }
                value.append('\'');
                at++;
            } else {
                if (c == '\n') {
                    line++;
                }
                value.append(c);
            }
        }
        tokens.add(new Token(Token.Kind.STRING, value.toString(), startLine, start, at));
    }

    private void quoted() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (peek(0) != '"') {
                    break;
                }
                at++;
            }
            value.append(c);
        }
        add(Token.Kind.QUOTED, value.toString(), start);
    }

    /// The end of `$tag$` at the present place, or -1.
    private int dollarTag() {
        int end = at + 1;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        boolean tag = end < text.length() && text.charAt(end) == '$' && !Character.isDigit(peek(1));
        return tag ? end + 1 : -1;
    }

    private void dollar() {
        int start = at;
        int startLine = line;
        String tag = text.substring(at, dollarTag());
        int close = text.indexOf(tag, at + tag.length());
        int end = close < 0 ? text.length() : close;
        String value = text.substring(at + tag.length(), end);
        line += (int) value.chars().filter(c -> c == '\n').count();
        at = Math.min(text.length(), end + tag.length());
        tokens.add(new Token(Token.Kind.STRING, value, startLine, start, at));
    }

    private void add(Token.Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, line, start, at));
    }
}
