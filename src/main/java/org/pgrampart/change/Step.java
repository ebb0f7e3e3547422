package org.pgrampart.change;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pgrampart.model.Secret;

/// One thing that is done to a server. Preview, execution and rollback script all come from the same steps.
public sealed interface Step {
    /// A statement, run as superuser.
    ///
    /// @param database where; null runs it anywhere, because it is about the whole cluster
    /// @param text what runs and what is shown, except that `:'secret'` stands for the secret as a literal
    /// @param alone whether it refuses to run inside a transaction (ALTER SYSTEM)
    record Sql(
            @Nullable String database,
            String text,
            boolean alone,
            @Nullable Secret secret) implements Step {
        /// Between the statements of a script.
        public static final String NEXT = "\n-- next\n";

        /// @throws IllegalArgumentException when the text, by a name in it, would be taken apart
        public Sql {
            if (text.contains(NEXT)) {
                throw new IllegalArgumentException("A name holds a line that scripts are divided by. Rename it first.");
            }
        }

        public static Sql cluster(String text) {
            return new Sql(null, text, false, null);
        }

        public static Sql alone(String text) {
            return new Sql(null, text, true, null);
        }

        public static Sql in(String database, String text) {
            return new Sql(database, text, false, null);
        }

        public static Sql secret(String text, Secret secret) {
            return new Sql(null, text, false, secret);
        }
    }

    /// A file that gets this content, by a rename; owner and mode stay, or are these where the file is new.
    ///
    /// @param owner `user:group` for a new file; null keeps or takes the folder's
    /// @param mode octal for a new file: `0640`
    record Write(
            String path,
            byte[] content,
            @Nullable String owner,
            @Nullable String mode) implements Step {
        @Override
        public boolean equals(Object other) {
            return other instanceof Write(String p, byte[] c, String o, String m)
                    && path.equals(p)
                    && java.util.Arrays.equals(content, c)
                    && java.util.Objects.equals(owner, o)
                    && java.util.Objects.equals(mode, m);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(content) * 31 + path.hashCode();
        }

        @Override
        public String toString() {
            return "Write[" + path + ", " + content.length + " bytes]";
        }
    }

    /// A file that goes away.
    record Delete(String path) implements Step {}

    /// Owner and mode of a file or folder; null leaves that one as it is.
    record Attributes(
            String path, @Nullable String owner, @Nullable String mode) implements Step {}

    /// A command on the host, as root, with this on its standard input.
    record Run(List<String> argv, String input) implements Step {
        public Run {
            argv = List.copyOf(argv);
        }
    }

    /// What is done only once the person has kept the change, so that a restart before takes it back by itself.
    record WhenKept(Step step) implements Step {}
}
