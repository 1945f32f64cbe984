package dev.synod.audit.report;

import dev.synod.audit.tree.Hash;
import java.security.MessageDigest;

/** Counts and digests the bytes of a file as they pass. */
final class Measured {
  private final String name;
  private final MessageDigest digest = Hash.sha256();
  private long bytes;

  Measured(String name) {
    this.name = name;
  }

  void add(byte[] content) {
    add(content, 0, content.length);
  }

  void add(byte[] content, int offset, int length) {
    digest.update(content, offset, length);
    bytes += length;
  }

  /** What the manifest says of the file; the last call. */
  Manifest.File file() {
    return new Manifest.File(name, bytes, Hash.at(digest.digest(), 0).base64());
  }
}
