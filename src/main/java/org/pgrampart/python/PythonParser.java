package org.pgrampart.python;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterPython;

/// Turns one file into our own small syntax tree; the only class that knows which parser does it.
final class PythonParser implements AutoCloseable {
    // deeper nesting than any person writes would only exhaust the stack of the readers above
    private static final int DEEPEST = 400;

    private final TSParser parser = new TSParser();
    private final TreeSitterPython language = new TreeSitterPython();
    private final String[] types;
    private final boolean[] named;
    private final String[] fields;
    private int[] lines = {};

    PythonParser() {
        parser.setLanguage(language);
        types = new String[language.symbolCount()];
        named = new boolean[types.length];
        fields = new String[language.fieldCount() + 1];
        for (int id = 1; id < fields.length; id++) {
            fields[id] = language.fieldNameForId(id);
        }
        fields[0] = "";
    }

    /// Empty when the file is no UTF-8 text or is nested too deep.
    Optional<PythonModule> parse(SourceFile file) {
        byte[] bytes = file.content();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try (TSTree tree = parser.parseStringEncoding(null, text, TSInputEncoding.TSInputEncodingUTF8)) {
            if (tree == null) {
                return Optional.empty();
            }
            TSNode root = tree.getRootNode();
            boolean damaged = root.hasError();
            try (TSTreeCursor cursor = new TSTreeCursor(root)) {
                lines = lineStarts(bytes);
                Node node = read(cursor, 0);
                StatementReader reader = new StatementReader(bytes);
                return Optional.of(new PythonModule(file.path(), bytes, reader.block(node), damaged));
            } catch (TooDeep deep) {
                return Optional.empty();
            }
        }
    }

    private Node read(TSTreeCursor cursor, int depth) {
        if (depth > DEEPEST) {
            throw new TooDeep();
        }
        TSNode at = cursor.currentNode();
        int symbol = at.getSymbol();
        String type;
        if (symbol >= 0 && symbol < types.length) {
            type = types[symbol];
            if (type == null) {
                type = at.getType();
                types[symbol] = type;
                named[symbol] = at.isNamed();
            }
        } else {
            type = at.getType();
        }
        int start = at.getStartByte();
        Node node = new Node(
                type,
                fields[Math.max(0, cursor.currentFieldId())],
                symbol >= 0 && symbol < named.length ? named[symbol] : at.isNamed(),
                line(start),
                start,
                at.getEndByte());
        if (cursor.gotoFirstChild()) {
            do {
                node.children().add(read(cursor, depth + 1));
            } while (cursor.gotoNextSibling());
            cursor.gotoParent();
        }
        return node;
    }

    // the parser's own points cost an object and two calls out of Java for every node
    private int line(int offset) {
        int found = Arrays.binarySearch(lines, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private static int[] lineStarts(byte[] bytes) {
        int[] starts = new int[bytes.length + 1];
        int count = 1;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    @Override
    public void close() {
        parser.close();
    }

    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooDeep() {
            super("nested too deep", null, false, false);
        }
    }
}
