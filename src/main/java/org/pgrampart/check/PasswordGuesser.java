package org.pgrampart.check;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pgrampart.format.ScramVerifier;

/// Guesses passwords from their stored verifiers with common passwords and words that an outsider would try first.
///
/// The work is bounded by counting, not by a clock, so that the same verifiers always get the same answer: about a
/// second on two cores, whatever the number of roles. What it says is that a guess hit or how many were tried, never
/// the password.
public final class PasswordGuesser {
    /// One verifier to try.
    public record Target(String role, String verifier) {}

    /// What became of one verifier.
    ///
    /// @param tried how many guesses were made, the hit included
    /// @param from where the word came from that hit: `the role's own name`; empty when none did
    public record Result(String role, int tried, Optional<String> from) {
        public boolean hit() {
            return from.isPresent();
        }
    }

    /// PBKDF2 iterations for all SCRAM verifiers together: 1,000 guesses at the server's default of 4096.
    private static final long ITERATIONS = 4_096_000;

    /// MD5 guesses for all verifiers together.
    private static final int HASHES = 4_000_000;

    private static final int MOST_HASHES = 800_000;
    private static final int FEWEST = 40;
    private static final String OWN_NAME = "the role's own name";
    private static final String SERVER = "the server's names";
    private static final String WORDS = "a list of common passwords";
    private static final List<String> TAILS =
            List.of("", "1", "123", "1234", "12345", "!", "123!", "2024", "2025", "2026", "_password", "pass", "pw");
    private static final List<String> PRODUCT =
            List.of("postgres", "postgresql", "django", "admin", "secret", "changeme", "database", "root", "test");

    private final List<String> common;

    /// With these passwords, most common first.
    public PasswordGuesser(List<String> common) {
        this.common = List.copyOf(common);
    }

    /// With the list of 30,000 common passwords that comes with the program.
    public static PasswordGuesser bundled() {
        try {
            return new PasswordGuesser(
                    StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tries every verifier; `hints` are words about the server, such as the names of its databases.
    public List<Result> guess(List<Target> targets, Set<String> hints) {
        long scram =
                targets.stream().filter(t -> !t.verifier().startsWith("md5")).count();
        long md5 = targets.size() - scram;
        List<Result> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Result>> running = new ArrayList<>();
            for (Target target : targets) {
                running.add(threads.submit(() -> target.verifier().startsWith("md5")
                        ? md5(target, hints, (int) Math.min(MOST_HASHES, HASHES / md5))
                        : scram(target, hints, ITERATIONS / Math.max(1, scram))));
            }
            for (Future<Result> result : running) {
                results.add(result.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("guessing was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verifier could not be tried", e.getCause());
        }
        return results;
    }

    /// Words about the role and the server, most promising first, with where each comes from.
    private static Map<String, String> derived(String role, Set<String> hints) {
        Map<String, String> guesses = new LinkedHashMap<>();
        derive(guesses, role, OWN_NAME);
        hints.forEach(hint -> guesses.putIfAbsent(hint, SERVER));
        PRODUCT.forEach(word -> guesses.putIfAbsent(word, WORDS));
        hints.forEach(hint -> derive(guesses, hint, SERVER));
        PRODUCT.forEach(word -> derive(guesses, word, WORDS));
        return guesses;
    }

    private static void derive(Map<String, String> guesses, String word, String from) {
        Set<String> forms = new LinkedHashSet<>(List.of(word, word.toLowerCase(Locale.ROOT), capital(word)));
        for (String tail : TAILS) {
            forms.forEach(form -> guesses.putIfAbsent(form + tail, from));
        }
        guesses.putIfAbsent(new StringBuilder(word).reverse().toString(), from);
        guesses.putIfAbsent(word + word, from);
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private Result md5(Target target, Set<String> hints, int limit) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        byte[] salt = target.role().getBytes(StandardCharsets.UTF_8);
        byte[] wanted;
        try {
            wanted = HexFormat.of()
                    .parseHex(target.verifier(), 3, target.verifier().length());
        } catch (IllegalArgumentException notAHash) {
            return new Result(target.role(), 0, Optional.empty());
        }
        int tried = 0;
        for (Map.Entry<String, String> guess : derived(target.role(), hints).entrySet()) {
            tried++;
            if (hits(digest, guess.getKey(), salt, wanted)) {
                return new Result(target.role(), tried, Optional.of(guess.getValue()));
            }
        }
        for (String tail : TAILS) {
            for (String word : common) {
                for (String form : new LinkedHashSet<>(List.of(word + tail, capital(word) + tail))) {
                    if (tried >= limit) {
                        return new Result(target.role(), tried, Optional.empty());
                    }
                    tried++;
                    if (hits(digest, form, salt, wanted)) {
                        return new Result(target.role(), tried, Optional.of(WORDS));
                    }
                }
            }
        }
        return new Result(target.role(), tried, Optional.empty());
    }

    private static boolean hits(MessageDigest digest, String guess, byte[] salt, byte[] wanted) {
        digest.update(guess.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(wanted, digest.digest(salt));
    }

    private Result scram(Target target, Set<String> hints, long budget) {
        // SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey
        String[] parts = target.verifier().split("[$:]", -1);
        if (parts.length != 5 || !parts[0].equals("SCRAM-SHA-256")) {
            return new Result(target.role(), 0, Optional.empty());
        }
        int iterations = Integer.parseInt(parts[1]);
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] wanted = Base64.getDecoder().decode(parts[3]);
        int limit = (int) Math.max(FEWEST, budget / Math.max(1, iterations));
        int tried = 0;
        for (Map.Entry<String, String> guess :
                promising(target.role(), hints, limit).entrySet()) {
            tried++;
            if (MessageDigest.isEqual(wanted, ScramVerifier.storedKey(guess.getKey(), salt, iterations))) {
                return new Result(target.role(), tried, Optional.of(guess.getValue()));
            }
        }
        return new Result(target.role(), tried, Optional.empty());
    }

    /// At most `limit` guesses, half of them common passwords: there is no time for the whole list.
    private Map<String, String> promising(String role, Set<String> hints, int limit) {
        Map<String, String> few = new LinkedHashMap<>();
        derived(role, hints).entrySet().stream().limit(limit / 2).forEach(e -> few.put(e.getKey(), e.getValue()));
        for (String word : common) {
            if (few.size() >= limit) {
                break;
            }
            few.putIfAbsent(word, WORDS);
        }
        return few;
    }
}
