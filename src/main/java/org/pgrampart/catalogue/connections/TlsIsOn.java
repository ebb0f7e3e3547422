package org.pgrampart.catalogue.connections;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pgrampart.change.AlterSystem;
import org.pgrampart.change.Change;
import org.pgrampart.change.Effect;
import org.pgrampart.change.OwnAuthority;
import org.pgrampart.check.Baseline;
import org.pgrampart.check.Check;
import org.pgrampart.check.Input;
import org.pgrampart.check.Inputs;
import org.pgrampart.model.Area;
import org.pgrampart.model.Control;
import org.pgrampart.model.Evidence;
import org.pgrampart.model.Finding;
import org.pgrampart.model.FixKind;
import org.pgrampart.model.Outcome;
import org.pgrampart.model.Severity;
import org.pgrampart.model.Subject;
import org.pgrampart.probe.Probe;
import org.pgrampart.probe.TlsFiles;
import org.pgrampart.probe.TlsSetup;
import org.pgrampart.reading.Answer;

/// TLS-01.
public final class TlsIsOn implements Check<TlsSetup> {
    private static final Control CONTROL = new Control(
            "TLS-01",
            Area.CONNECTIONS,
            Severity.CRITICAL,
            FixKind.NEEDS_INPUT,
            "The server offers TLS",
            """
            Without TLS everything between application and server can be read and altered on the way: queries, rows, \
            and with weak methods the password too. Clients cannot tell the real server from an impostor.""",
            """
            Put a certificate that names the server's host names and its key where the server can read them, point \
            ssl_cert_file and ssl_key_file at them, set ssl to on and reload. An authority of its own, which PgRampart \
            can make, is enough if clients get its certificate as sslrootcert.""",
            """
            Certificates end and have to be renewed. Each new connection takes a few milliseconds longer; a pool hides \
            that. A key that the server cannot load keeps it from starting next time, so test with a reload first.""",
            List.of("https://www.postgresql.org/docs/current/ssl-tcp.html", "CIS 6.8"));

    private static final String MAKE = "make";
    private static final Input CERTIFICATE = new Input(
            "certificate",
            "Where on the server is the PEM file with its certificate? Write make for one of an authority of its own",
            MAKE,
            false);
    private static final Input KEY = new Input(
            "key",
            "Where is the PEM file with the private key? Write make where the certificate is made as well",
            MAKE,
            false);

    private static Input names(TlsSetup tls) {
        return new Input(
                "names",
                "Host names and addresses by which clients reach the server, for a certificate that is made",
                tls.names().isEmpty() ? "localhost" : String.join(", ", tls.names()),
                false);
    }

    @Override
    public Control control() {
        return CONTROL;
    }

    @Override
    public Probe<TlsSetup> probe() {
        return TlsSetup.PROBE;
    }

    @Override
    public Outcome judge(TlsSetup tls, Baseline baseline) {
        List<Evidence> evidence =
                List.of(tls.settings().evidence("ssl"), tls.settings().evidence("listen_addresses"));
        String listens = tls.settings().value("listen_addresses").strip();
        if (tls.settings().on("ssl")) {
            return Outcome.pass("ssl is on").with(evidence);
        }
        if (listens.isEmpty()) {
            return Outcome.notApplicable("the server listens on no network address, only on its Unix socket")
                    .with(evidence);
        }
        String seen = "ssl is off while the server listens on " + listens;
        return Outcome.of(List.of(Finding.fail(CONTROL, Subject.setting("ssl"), seen, "ssl = on")), "")
                .with(evidence);
    }

    private static boolean ready(TlsSetup tls) {
        return tls.files() instanceof Answer.Seen<TlsFiles>(TlsFiles files) && files.ready();
    }

    @Override
    public List<Input> asks(Finding finding, TlsSetup tls) {
        return ready(tls) ? List.of() : List.of(CERTIFICATE, KEY, names(tls));
    }

    @Override
    public List<Change> remedy(Finding finding, TlsSetup tls, Inputs inputs) {
        Change on = AlterSystem.set("ssl", "on", Effect.RELOAD);
        Optional<String> certificate = path(inputs, finding, CERTIFICATE);
        Optional<String> key = path(inputs, finding, KEY);
        if (certificate.isPresent() && key.isPresent()) {
            return List.of(
                    AlterSystem.set("ssl_cert_file", certificate.get(), Effect.RELOAD),
                    AlterSystem.set("ssl_key_file", key.get(), Effect.RELOAD),
                    on);
        }
        if (ready(tls)) {
            return List.of(on);
        }
        boolean make = MAKE.equals(inputs.text(finding, CERTIFICATE.name()).orElse(""))
                && MAKE.equals(inputs.text(finding, KEY.name()).orElse(""));
        return make ? made(tls, inputs.text(finding, names(tls).name()).orElse("")) : List.of();
    }

    /// The private key is made here, goes to the server and is kept nowhere else.
    private static List<Change> made(TlsSetup tls, String names) {
        Optional<String> folder = tls.settings()
                .find("data_directory")
                .flatMap(setting -> Optional.ofNullable(setting.value()))
                .filter(path -> path.startsWith("/"));
        List<String> given = Stream.of(names.split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList();
        try {
            return folder.map(path -> OwnAuthority.make(given, tls.at()).install(path, Optional.empty()))
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            return List.of(); // what is no host name is no answer
        }
    }

    private static Optional<String> path(Inputs inputs, Finding finding, Input input) {
        return inputs.text(finding, input.name()).filter(path -> path.startsWith("/"));
    }
}
