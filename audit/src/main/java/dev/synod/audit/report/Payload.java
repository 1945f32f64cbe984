package dev.synod.audit.report;

import dev.synod.audit.tree.Hash;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * What was asked for in full, as its leaf's digest covers it. It may be erased, and the tree stays
 * whole.
 *
 * @param salt base64
 * @param command bytes of the command (CBOR), base64
 */
public record Payload(String salt, String command) {

  /** A payload of these bytes. */
  public static Payload of(byte[] salt, byte[] command) {
    Base64.Encoder encoder = Base64.getEncoder();
    return new Payload(encoder.encodeToString(salt), encoder.encodeToString(command));
  }

  /**
   * SHA-256 over salt and command.
   *
   * @throws IllegalArgumentException if they are not base64
   */
  public Hash digest() {
    MessageDigest digest = Hash.sha256();
    digest.update(Base64.getDecoder().decode(salt));
    digest.update(Base64.getDecoder().decode(command));
    return Hash.at(digest.digest(), 0);
  }
}
