package dev.synod.dev.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.synod.dev.workspace.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Keys and certificates as text of RFC 7468. */
final class Pem {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  static void write(Path file, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    PrivateFiles.write(file, encode("CERTIFICATE", certificate.getEncoded()));
  }

  static void write(Path file, Key key) throws IOException {
    PrivateFiles.write(
        file, encode(key instanceof PublicKey ? "PUBLIC KEY" : "PRIVATE KEY", key.getEncoded()));
  }

  static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  static PrivateKey readPrivateKey(Path file) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(file).replaceAll("-----[^-]+-----", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(
            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64.getBytes(US_ASCII))));
  }

  private static String encode(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(content), label);
  }
}
