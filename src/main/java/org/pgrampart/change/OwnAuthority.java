package org.pgrampart.change;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.pgrampart.format.IpAddress;
import org.pgrampart.model.Secret;

/// A certificate authority for one server, with the server's certificate. The authority's own key is thrown away as
/// soon as it has signed: nobody can make another certificate that clients would trust, and a renewal brings a new
/// authority.
///
/// @param authority the authority's certificate, which clients get to trust (PEM)
/// @param certificate the server's certificate (PEM)
/// @param key the server's private key (PEM)
/// @param stamp the day it was made, for names of files that were not there before: `20261125`
public record OwnAuthority(String authority, String certificate, Secret key, String stamp) {
    private static final Duration VALID = Duration.ofDays(825);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final int LONGEST_COMMON_NAME = 64;

    /// @param names host names and addresses by which clients reach the server
    /// @throws IllegalArgumentException when there is none, or one that no certificate can hold
    public static OwnAuthority make(List<String> names, Instant now) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A certificate needs a name. Give the host name that clients use.");
        }
        List<GeneralName> subjects = new ArrayList<>();
        names.forEach(name -> subjects.add(subject(name)));
        try {
            KeyPair authority = newKey();
            KeyPair server = newKey();
            X500Name root = name("PgRampart authority of " + names.getFirst() + " " + DAY.format(now));
            X509Certificate top = sign(
                    builder(root, root, authority, now)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)),
                    authority.getPrivate());
            X509Certificate leaf = sign(
                    builder(root, name(names.getFirst()), server, now)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(subjects.toArray(GeneralName[]::new))),
                    authority.getPrivate());
            String key = pem(new PemObject("PRIVATE KEY", server.getPrivate().getEncoded()));
            return new OwnAuthority(pem(top), pem(leaf), Secret.of(key), DAY.format(now));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("Java could not make a certificate", e);
        }
    }

    private static GeneralName subject(String name) {
        Optional<IpAddress> address = IpAddress.parse(name);
        if (address.isPresent()) {
            return new GeneralName(GeneralName.iPAddress, name);
        }
        if (!name.matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
                || name.length() > 253) {
            throw new IllegalArgumentException("This is not the name of a host. Give names as clients write them.");
        }
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static X500Name name(String common) {
        String cut = common.length() > LONGEST_COMMON_NAME ? common.substring(0, LONGEST_COMMON_NAME) : common;
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, cut).build();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key, Instant now) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, new SecureRandom()),
                Date.from(now.minus(CLOCKS_DIFFER)),
                Date.from(now.plus(VALID)),
                subject,
                key.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return text.toString();
    }

    /// Puts it on the server under names that were not there, and switches the server's settings to them. What was
    /// there before stays untouched, so that undoing is switching back. `ssl_ca_file` stays as it is: it says which
    /// certificates of clients are trusted, and this authority signs none.
    ///
    /// @param folder where the server's user may read: the data directory, say
    /// @param owner `user:group` of that user; empty is the folder's
    public List<Change> install(String folder, Optional<String> owner) {
        String stem = folder + "/pgrampart-" + stamp;
        return List.of(
                KeyFile.create(stem + "-server.key", owner, key),
                FileEdit.create(stem + "-server.crt", certificate, owner, "0644", Effect.RELOAD),
                FileEdit.create(stem + "-authority.crt", authority, owner, "0644", Effect.RELOAD),
                AlterSystem.set("ssl_cert_file", stem + "-server.crt", Effect.RELOAD),
                AlterSystem.set("ssl_key_file", stem + "-server.key", Effect.RELOAD),
                AlterSystem.set("ssl", "on", Effect.RELOAD));
    }
}
