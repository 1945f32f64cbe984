package dev.synod.audit.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** A public Ed25519 key with its name. */
public final class VerifierKey {
  /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final String id;
  private final byte[] raw;
  private final PublicKey key;

  private VerifierKey(String name, byte[] raw) throws NoteException {
    this.name = KeyForm.checkedName(name);
    this.id = KeyForm.id(name, raw);
    this.raw = raw;
    this.key = publicKey(raw);
  }

  /** A key from its C2SP form {@code NAME+ID+BASE64}. */
  public static VerifierKey parse(String text) throws NoteException {
    KeyForm.Parts parts = KeyForm.parse(text, "a public key");
    var key = new VerifierKey(parts.name(), HexFormat.of().parseHex(parts.key()));
    if (!key.id.equals(parts.id())) {
      throw new NoteException(
          "Expected the public key %s to have id %s, but it says %s: part of it was altered."
              .formatted(parts.name(), key.id, parts.id()));
    }
    return key;
  }

  /**
   * Those of the keys that have a name.
   *
   * @throws NoteException if none has
   */
  public static List<VerifierKey> named(String name, Collection<VerifierKey> keys)
      throws NoteException {
    List<VerifierKey> named = keys.stream().filter(key -> key.name.equals(name)).toList();
    if (named.isEmpty()) {
      throw new NoteException(
          "Expected a signature by a key of the tree %s itself, but the keys that are known have the names %s."
              .formatted(name, keys.stream().map(VerifierKey::name).distinct().sorted().toList()));
    }
    return named;
  }

  static VerifierKey of(String name, byte[] raw) throws NoteException {
    return new VerifierKey(name, raw.clone());
  }

  static byte[] raw(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, X509.length, encoded.length);
  }

  private static PublicKey publicKey(byte[] raw) throws NoteException {
    byte[] encoded = Arrays.copyOf(X509, X509.length + raw.length);
    System.arraycopy(raw, 0, encoded, X509.length, raw.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new NoteException("Expected a public key that is a point of Ed25519's curve.", e);
    }
  }

  public String name() {
    return name;
  }

  /** Its id in hex. */
  String id() {
    return id;
  }

  boolean hasSigned(byte[] text, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The C2SP form, which {@link #parse} reads. */
  @Override
  public String toString() {
    return KeyForm.text(name, id, raw);
  }
}
