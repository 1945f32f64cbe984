package dev.synod.dev.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority in a folder, for loopback only. */
public final class CertificateAuthority {

  private static final Duration LIFETIME = Duration.ofDays(3650);

  /** Certificates are renewed this long before they end. */
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyFiles files;
  private final X509Certificate certificate;
  private final PrivateKey key;
  private final Clock clock;

  private CertificateAuthority(KeyFiles files, Clock clock)
      throws IOException, GeneralSecurityException {
    this.files = files;
    this.certificate = Pem.readCertificate(files.open());
    this.key = Pem.readPrivateKey(files.key());
    this.clock = clock;
  }

  /** The authority whose files are {@code NAME.crt} and {@code NAME.key}, made when missing. */
  public static CertificateAuthority loadOrCreate(Path folder, String name, Clock clock)
      throws IOException, GeneralSecurityException {
    KeyFiles files = KeyFiles.ofCertificate(folder, name);
    if (!files.exist()) {
      KeyPair pair = KeyFiles.generate();
      X500Principal subject = new X500Principal("O=Synod development,CN=" + name);
      X509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), clock);
      try {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        Pem.write(files.key(), pair.getPrivate());
        Pem.write(files.open(), sign(builder, pair.getPrivate()));
      } catch (OperatorCreationException e) {
        throw new GeneralSecurityException(e);
      }
    }
    return new CertificateAuthority(files, clock);
  }

  /** The authority's own certificate, for trust stores. */
  public Path certificateFile() {
    return files.open();
  }

  /** The authority's private key. */
  public Path keyFile() {
    return files.key();
  }

  /**
   * A certificate for a server and a client alike, kept from an earlier call while it is valid and
   * from this authority.
   *
   * @param subject distinguished name of RFC 2253; Kubernetes reads CN as user and O as group
   * @param hosts DNS names and IP addresses that it stands for
   */
  public KeyFiles issue(Path folder, String name, String subject, List<String> hosts)
      throws IOException, GeneralSecurityException {
    KeyFiles issued = KeyFiles.ofCertificate(folder, name);
    if (issued.exist() && isCurrent(Pem.readCertificate(issued.open()))) {
      return issued;
    }
    KeyPair pair = KeyFiles.generate();
    X509v3CertificateBuilder builder =
        builder(
            certificate.getSubjectX500Principal(),
            new X500Principal(subject),
            pair.getPublic(),
            clock);
    try {
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      if (!hosts.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
      }
      Pem.write(issued.key(), pair.getPrivate());
      Pem.write(issued.open(), sign(builder, key));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
    return issued;
  }

  private boolean isCurrent(X509Certificate issued) {
    try {
      issued.verify(certificate.getPublicKey());
      return issued.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static GeneralNames alternativeNames(List<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        Character.isDigit(host.charAt(0))
                            ? GeneralName.iPAddress
                            : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new));
  }

  private static X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey publicKey, Clock clock) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(128, RANDOM),
        Date.from(now.minus(CLOCK_SKEW)),
        Date.from(now.plus(LIFETIME)),
        subject,
        publicKey);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key)));
  }
}
