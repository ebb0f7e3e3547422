package org.pgrampart.catalogue.connections;

import java.util.List;
import org.pgrampart.check.Check;

/// The checks of this area, by number.
public final class ConnectionChecks {
    public static final List<Check<?>> ALL = List.of(
            new TlsIsOn(),
            new PortSpeaksOnlyModernTls(),
            new MinimumTlsVersionIsModern(),
            new CertificatesLastLong(),
            new PrivateKeyIsPrivate(),
            new RemoteLoginsNeedTls(),
            new PlaintextStartIsRefused(),
            new RemoteSessionsAreEncrypted());

    private ConnectionChecks() {}
}
