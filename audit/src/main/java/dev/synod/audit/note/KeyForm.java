package dev.synod.audit.note;

import dev.synod.audit.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What public and private keys have in common: {@code NAME+ID+base64(0x01 ‖ 32 bytes)}. */
final class KeyForm {
  static final int ID_BYTES = 4;
  private static final byte ED25519 = 1;
  private static final int KEY_BYTES = 32;
  private static final int PARTS = 3;
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x2a\\x2c-\\x7e]{1,253}");

  private KeyForm() {}

  /**
   * A key taken apart.
   *
   * @param id hex
   * @param key hex of 32 bytes
   */
  record Parts(String name, String id, String key) {}

  static Parts parse(String text, String what) throws NoteException {
    String[] parts = text.strip().split("\\+", PARTS);
    if (parts.length == PARTS && NAME.matcher(parts[0]).matches()) {
      try {
        byte[] id = HexFormat.of().parseHex(parts[1]);
        byte[] key = Base64.getDecoder().decode(parts[2]);
        if (id.length == ID_BYTES && key.length == KEY_BYTES + 1 && key[0] == ED25519) {
          HexFormat hex = HexFormat.of();
          return new Parts(parts[0], hex.formatHex(id), hex.formatHex(key, 1, key.length));
        }
      } catch (IllegalArgumentException e) {
        throw new NoteException(expected(what), e);
      }
    }
    throw new NoteException(expected(what));
  }

  static String checkedName(String name) throws NoteException {
    if (!NAME.matcher(name).matches()) {
      throw new NoteException(
          "Expected a key's name of 1 to 253 visible ASCII characters without '+', but found something else.");
    }
    return name;
  }

  private static String expected(String what) {
    return "Expected %s such as NAME+1a2b3c4d+BASE64 (Ed25519, C2SP signed-note), but found something else."
        .formatted(what);
  }

  static String text(String name, String id, byte[] key) {
    byte[] typed = new byte[key.length + 1];
    typed[0] = ED25519;
    System.arraycopy(key, 0, typed, 1, key.length);
    return name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /** The first bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), in hex. */
  static String id(String name, byte[] publicKey) {
    MessageDigest digest = Hash.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(ED25519);
    digest.update(publicKey);
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }
}
