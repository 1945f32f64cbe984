package dev.synod.dev.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {

  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void shouldIssueCertificateForHostsThatItsOwnKeyVerifies() throws Exception {
    var authority = CertificateAuthority.loadOrCreate(folder, "ca", NOW);

    var issued = authority.issue(folder, "server", "CN=server", List.of("localhost", "127.0.0.1"));

    X509Certificate certificate = Pem.readCertificate(issued.open());
    certificate.verify(Pem.readCertificate(authority.certificateFile()).getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> (Object) name.get(1))
        .containsExactly("localhost", "127.0.0.1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(issued.key())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldKeepCertificateWhileItIsValidAndReplaceItBeforeItEnds() throws Exception {
    byte[] first = Files.readAllBytes(issue(NOW));

    byte[] second = Files.readAllBytes(issue(NOW));
    byte[] late = Files.readAllBytes(issue(Clock.offset(NOW, Duration.ofDays(3640))));

    assertThat(second).isEqualTo(first);
    assertThat(late).isNotEqualTo(first);
  }

  @Test
  void shouldReplaceCertificateWhenTheAuthorityIsAnother() throws Exception {
    byte[] first = Files.readAllBytes(issue(NOW));
    Files.delete(folder.resolve("ca.crt"));

    assertThat(Files.readAllBytes(issue(NOW))).isNotEqualTo(first);
  }

  private Path issue(Clock clock) throws Exception {
    return CertificateAuthority.loadOrCreate(folder, "ca", clock)
        .issue(folder, "server", "CN=server", List.of("localhost"))
        .open();
  }
}
