package dev.synod.server.governance;

import dev.synod.kernel.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A bundle as OPA loads it: a compressed archive of modules with a manifest.
 *
 * @param revision derived from the content, so that the same policies have the same revision on
 *     every replica
 */
record Bundle(String revision, Bytes archive) {
  private static final String MANIFEST = ".manifest";

  /** Packs files by their path within the bundle. */
  static Bundle of(Map<String, byte[]> files) {
    SortedMap<String, byte[]> sorted = new TreeMap<>(files);
    String revision = revisionOf(sorted);
    sorted.put(
        MANIFEST,
        "{\"revision\":\"%s\",\"roots\":[\"synod\",\"tenant\"]}"
            .formatted(revision)
            .getBytes(StandardCharsets.UTF_8));
    return new Bundle(revision, Bytes.ofTrusted(pack(sorted)));
  }

  private static String revisionOf(SortedMap<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (path, content) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(
                HexFormat.of().toHexDigits(content.length).getBytes(StandardCharsets.US_ASCII));
            digest.update(content);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private static byte[] pack(SortedMap<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to pack a bundle in memory.", e);
    }
    return bytes.toByteArray();
  }
}
