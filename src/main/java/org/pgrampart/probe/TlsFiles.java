package org.pgrampart.probe;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pgrampart.reading.Answers;
import org.pgrampart.reading.Command;

/// The files that the server's TLS settings name: the key's owner and mode, the certificate's content.
///
/// @param account who the server runs as; empty when not known
/// @param key the private key, where there is one
/// @param above the folders above the key, its own first
/// @param certificatePath where there is a certificate
/// @param match whether key and certificate belong together; empty when that could not be told
public record TlsFiles(
        String account,
        Optional<HostFile> key,
        List<HostFile> above,
        Optional<String> certificatePath,
        List<X509Certificate> certificates,
        Optional<Boolean> match) {
    private static final Command FILES = Command.server(HostFile.FUNCTIONS + """
            [ -n "$PGSSLKEY" ] || { echo "the server does not say where its key file is" >&2; exit 77; }
            printf 'account %s\\n' "$(account)"
            if seen "$PGSSLKEY"; then
                printf 'key %s\\n' "$(look "$PGSSLKEY")"
                d=$(readlink -f -- "$PGSSLKEY") && d=$(dirname -- "$d")
                while [ -n "$d" ]; do
                    printf 'above %s\\n' "$(look "$d")"
                    [ "$d" = / ] && break
                    d=$(dirname -- "$d")
                done
            fi
            if [ -n "$PGSSLCERT" ] && seen "$PGSSLCERT" && [ -r "$PGSSLCERT" ]; then
                printf 'certificate %s\\n' "$PGSSLCERT"
                sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p' "$PGSSLCERT"
                if [ -r "$PGSSLKEY" ] && command -v openssl >/dev/null; then
                    of=$(openssl x509 -in "$PGSSLCERT" -noout -pubkey 2>/dev/null)
                    own=$(openssl pkey -in "$PGSSLKEY" -pubout -passin pass: 2>/dev/null)
                    if [ -n "$own" ] && [ "$of" = "$own" ]; then echo 'match yes'; else echo 'match no'; fi
                fi
            fi
            exit 0
            """);

    public static final Probe<TlsFiles> PROBE = Probe.of(TlsFiles::read, FILES);

    private static final int BEYOND_OWNER = 0077;
    private static final int BEYOND_ROOT = 0037;

    static TlsFiles read(Answers answers) {
        String account = "";
        Optional<HostFile> key = Optional.empty();
        Optional<String> certificate = Optional.empty();
        Optional<Boolean> match = Optional.empty();
        List<HostFile> above = new ArrayList<>();
        StringBuilder pem = new StringBuilder();
        for (String line : answers.output(FILES).lines()) {
            int blank = line.indexOf(' ');
            String rest = line.substring(blank + 1);
            switch (blank < 0 ? "" : line.substring(0, blank)) {
                case "account" -> account = rest;
                case "key" -> key = HostFile.parse(rest);
                case "above" -> HostFile.parse(rest).ifPresent(above::add);
                case "certificate" -> certificate = Optional.of(rest);
                case "match" -> match = Optional.of(rest.equals("yes"));
                default -> pem.append(line).append('\n');
            }
        }
        return new TlsFiles(account, key, List.copyOf(above), certificate, certificates(pem.toString()), match);
    }

    private static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            CertificateFactory.getInstance("X.509").generateCertificates(in).forEach(certificate -> {
                if (certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            });
        } catch (CertificateException e) {
            return List.of(); // no certificate of a kind that Java reads; the handshake tells more
        }
        return List.copyOf(certificates);
    }

    /// Whether the server itself would take the key: its own with nobody else let in, or root's with a reading group.
    public boolean keyIsAccepted() {
        return key.filter(file -> file.owner().equals(account) && (file.mode() & BEYOND_OWNER) == 0
                        || file.owner().equals("root") && (file.mode() & BEYOND_ROOT) == 0)
                .isPresent();
    }

    /// Whether TLS can be switched on with these files as they are.
    public boolean ready() {
        return keyIsAccepted() && !certificates.isEmpty() && match.orElse(true);
    }
}
