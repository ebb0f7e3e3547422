package org.pgrampart.plan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/// Files as one stream that every `tar` unpacks; names are short and plain, the content is any.
final class Tar {
    private static final int BLOCK = 512;

    private Tar() {}

    static byte[] of(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TreeSet<String> folders = new TreeSet<>();
        for (String name : files.keySet()) {
            for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
                folders.add(name.substring(0, at + 1));
            }
        }
        folders.forEach(name -> header(out, name, 0, '5', 0700));
        files.forEach((name, content) -> {
            header(out, name, content.length, '0', name.endsWith(".sh") ? 0700 : 0600);
            out.writeBytes(content);
            out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        });
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static void header(ByteArrayOutputStream out, String name, int size, char type, int mode) {
        byte[] block = new byte[BLOCK];
        if (name.length() > 99) {
            throw new IllegalArgumentException("A file of a change set has too long a name: " + name);
        }
        put(block, 0, name);
        put(block, 100, "%07o".formatted(mode));
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, "%011o".formatted(size));
        put(block, 136, "00000000000");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar");
        put(block, 263, "00");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, 148, "%06o".formatted(sum));
        block[154] = 0;
        out.writeBytes(block);
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
