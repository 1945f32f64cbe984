package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  @TempDir Path directory;

  @Test
  void shouldPackModulesWithoutTestsUnderAManifest() throws IOException {
    Files.writeString(directory.resolve("authz.rego"), "package synod.authz");
    Files.writeString(directory.resolve("authz_test.rego"), "package synod.authz_test");

    Bundle bundle = Bundle.of(new BundleSource(Optional.of(directory)).read());

    assertThat(unpack(bundle))
        .containsOnlyKeys(".manifest", "synod/authz.rego")
        .containsEntry("synod/authz.rego", "package synod.authz");
    assertThat(unpack(bundle).get(".manifest")).contains(bundle.revision(), "\"roots\"");
  }

  @Test
  void shouldDeriveTheRevisionFromTheContentAlone() {
    Bundle one = Bundle.of(Map.of("a", bytes("1"), "b", bytes("2")));
    Bundle same = Bundle.of(Map.of("b", bytes("2"), "a", bytes("1")));
    Bundle other = Bundle.of(Map.of("a", bytes("12"), "b", bytes("")));

    assertThat(one).isEqualTo(same);
    assertThat(one.revision()).isNotEqualTo(other.revision());
  }

  @Test
  void shouldReadTheBaseBundleFromTheArchive() throws IOException {
    assertThat(new BundleSource(Optional.empty()).read()).containsKey("synod/authz.rego");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Map<String, String> unpack(Bundle bundle) throws IOException {
    var files = new TreeMap<String, String>();
    try (var tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new ByteArrayInputStream(bundle.archive().toArray())))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
