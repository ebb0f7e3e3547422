package org.pgrampart.probe;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pgrampart.python.DjangoSettings;
import org.pgrampart.python.Project;
import org.pgrampart.python.SourceFile;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;
import org.pgrampart.reading.Output;
import org.pgrampart.reading.Unreadable;

/// Takes apart what the host printed about a Django project.
final class DjangoReading {
    private static final int BLOCK = 512;
    private static final String ASK = "--django with the project's folder on the host, and a shell there";

    private static SoftReference<Known> last = new SoftReference<>(null);

    /// The project that was parsed last: eight checks ask for the same one, and a large one takes seconds.
    private record Known(Output sources, Output service, DjangoProject project) {}

    private DjangoReading() {}

    static DjangoProject of(Answers answers, Command sources, Command service) {
        if (answers.server().django().isEmpty()) {
            throw new Unreadable("no Django project was named", ASK);
        }
        Output code = answers.output(sources);
        Output around = answers.output(service);
        synchronized (DjangoReading.class) {
            Known known = last.get();
            if (known != null && known.sources().equals(code) && known.service().equals(around)) {
                return known.project();
            }
            DjangoProject project = read(answers.server().django().orElseThrow(), code, around);
            last = new SoftReference<>(new Known(code, around, project));
            return project;
        }
    }

    static DjangoProject read(String folder, Output code, Output around) {
        List<SourceFile> files = new ArrayList<>();
        List<String> left = new ArrayList<>();
        untar(code, files, left);
        code.error().lines().filter(line -> line.startsWith("tar: ")).forEach(line -> left.add(unread(line)));
        List<DjangoProject.Entry> entries = new ArrayList<>();
        Map<String, String> environment = new LinkedHashMap<>();
        Map<String, String> fromFiles = new LinkedHashMap<>();
        boolean closed = false;
        String from = "";
        String unit = "";
        for (String line : around.lines()) {
            int blank = line.indexOf(' ');
            String rest = line.substring(blank + 1);
            switch (blank < 0 ? "" : line.substring(0, blank)) {
                case "FROM" -> from = rest;
                case "UNIT" -> unit = rest;
                case "SERVICE" -> assign(environment, rest);
                case "FILE" -> assign(fromFiles, rest);
                case "MODE" -> entry(rest).ifPresent(entries::add);
                case "PARENT" ->
                    closed |= entry(rest).filter(e -> (e.mode() & 01) == 0).isPresent();
                case "INSTALLED" -> files.add(new SourceFile(tidy(rest) + "/METADATA", new byte[0]));
                case "LEFT" -> left.add(tidy(rest));
                default -> {}
            }
        }
        // django-environ and decouple let the process's own variables win over the file's
        fromFiles.forEach(environment::putIfAbsent);
        if (from.isEmpty() && !fromFiles.isEmpty()) {
            from = "its .env file";
        }
        Project project = Project.of(files);
        left.addAll(project.unread());
        boolean hidden = closed;
        List<DjangoProject.Entry> open = entries.stream()
                .map(e -> hidden && !e.path().startsWith("/")
                        ? new DjangoProject.Entry(e.mode() & 07770, e.owner(), e.group(), e.path())
                        : e)
                .toList();
        return new DjangoProject(
                folder,
                project,
                List.copyOf(files),
                open,
                List.copyOf(left),
                DjangoSettings.read(project, from.isEmpty() ? null : environment),
                Optional.of(from).filter(text -> !text.isEmpty()),
                Optional.of(unit)
                        .filter(name -> name.matches("[A-Za-z0-9:_.@\\\\-]+\\.service"))
                        .filter(name -> !name.startsWith("user@")));
    }

    private static String unread(String line) {
        return line.replaceFirst("^tar: (\\./)?", "").replaceFirst(": .*$", "");
    }

    private static String tidy(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static void assign(Map<String, String> environment, String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            environment.put(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    private static Optional<DjangoProject.Entry> entry(String text) {
        String[] parts = text.split("\\|", 4);
        return parts.length == 4 && parts[0].matches("[0-7]{1,4}")
                ? Optional.of(
                        new DjangoProject.Entry(Integer.parseInt(parts[0], 8), parts[1], parts[2], tidy(parts[3])))
                : Optional.empty();
    }

    /// Reads a tar stream of regular files with GNU or POSIX long names; a stream that was cut ends the list.
    static void untar(Output output, List<SourceFile> files, List<String> left) {
        byte[] tar = output.bytes();
        String longName = "";
        int at = 0;
        while (at + BLOCK <= tar.length && tar[at] != 0) {
            String name = longName.isEmpty() ? name(tar, at) : longName;
            longName = "";
            long size = octal(tar, at + 124, 12);
            int from = at + BLOCK;
            long next = from + (size + BLOCK - 1) / BLOCK * BLOCK;
            if (size < 0 || from + size > tar.length) {
                left.add(tidy(name));
                break;
            }
            byte[] content = Arrays.copyOfRange(tar, from, (int) (from + size));
            switch (tar[at + 156]) {
                case 'L' -> longName = text(content, 0, content.length);
                case 'x' -> longName = extended(new String(content, StandardCharsets.UTF_8));
                case '0', 0 -> files.add(new SourceFile(tidy(name), content));
                default -> {}
            }
            at = (int) Math.min(next, tar.length);
        }
        if (output.cut()) {
            left.add("everything beyond the first " + tar.length / (1 << 20) + " MB");
        }
    }

    private static String name(byte[] tar, int at) {
        String name = text(tar, at, 100);
        boolean posix = text(tar, at + 257, 6).equals("ustar");
        String prefix = posix ? text(tar, at + 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String extended(String records) {
        for (String record : records.split("\\n", -1)) {
            int path = record.indexOf(" path=");
            if (path >= 0) {
                return record.substring(path + 6);
            }
        }
        return "";
    }

    private static long octal(byte[] tar, int from, int length) {
        String digits = text(tar, from, length).strip();
        return digits.matches("[0-7]{1,11}") ? Long.parseLong(digits, 8) : -1;
    }

    private static String text(byte[] bytes, int from, int most) {
        int to = from;
        while (to < from + most && to < bytes.length && bytes[to] != 0) {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
