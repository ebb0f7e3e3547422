package org.pgrampart.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.pgrampart.target.TargetException;
import org.pgrampart.target.WriteSession;

/// A real server on which round trips are walked, with a back door that is none of the program's own ways in.
interface Ground {
    /// A new session as superuser, with the shell.
    WriteSession open() throws TargetException;

    /// Where this computer keeps what it did.
    Path changes();

    String dataDirectory();

    /// `pg_hba.conf`, with its folder.
    String rulesFile();

    /// The folder of the Django project.
    String django();

    /// The address under which this computer reaches it.
    String address();

    /// Everything that a plan may touch, by name: catalogs, settings, and files with bytes, owner, mode and inode.
    Map<String, String> state() throws Exception;

    /// Statements as superuser, each in a transaction of its own.
    void sql(String database, String... statements) throws Exception;

    byte[] read(String path) throws Exception;

    /// Writes over the file that is there, or a new one with mode 600.
    void write(String path, byte[] content) throws Exception;

    void delete(String path) throws Exception;

    /// Gives a file this mode, in octal.
    void mode(String path, String octal) throws Exception;

    void restart() throws Exception;

    default void reload() throws Exception {
        sql("postgres", "SELECT pg_reload_conf()");
    }

    /// Replaces a piece of a file, which has to be there; the file stays the same one.
    default void replace(String path, String old, String now) throws Exception {
        String text = new String(read(path), StandardCharsets.UTF_8);
        if (!text.contains(old)) {
            throw new AssertionError(path + " has no " + old);
        }
        write(path, text.replace(old, now).getBytes(StandardCharsets.UTF_8));
    }

    /// Puts a rule in front of all others.
    default void firstRule(String rule) throws Exception {
        String old = new String(read(rulesFile()), StandardCharsets.UTF_8);
        write(rulesFile(), (rule + "\n" + old).getBytes(StandardCharsets.UTF_8));
        reload();
    }

    default void withoutFirstRule() throws Exception {
        String old = new String(read(rulesFile()), StandardCharsets.UTF_8);
        write(rulesFile(), old.substring(old.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
        reload();
    }
}
