package dev.synod.audit.note;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/** A private Ed25519 key with its name. Its text is a secret, and {@link #toString} is not it. */
public final class SignerKey {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final VerifierKey verifier;
  private final PrivateKey key;

  private SignerKey(VerifierKey verifier, PrivateKey key) {
    this.verifier = verifier;
    this.key = key;
  }

  /** A new key. */
  public static SignerKey generate(String name, SecureRandom random) throws NoteException {
    KeyPair pair = pair(random);
    return new SignerKey(
        VerifierKey.of(name, VerifierKey.raw(pair.getPublic())), pair.getPrivate());
  }

  /** A key from its form {@code PRIVATE+KEY+NAME+ID+BASE64}, as Go's note package writes it. */
  public static SignerKey parse(String text) throws NoteException {
    String stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw new NoteException(
          "Expected a private key that begins with %s, but found something else."
              .formatted(PREFIX));
    }
    KeyForm.Parts parts = KeyForm.parse(stripped.substring(PREFIX.length()), "a private key");
    byte[] seed = HexFormat.of().parseHex(parts.key());
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      byte[] raw = VerifierKey.raw(pair(new Fixed(seed)).getPublic());
      VerifierKey verifier = VerifierKey.of(parts.name(), raw);
      if (!verifier.id().equals(parts.id())) {
        throw new NoteException(
            "Expected a private key whose id fits its name and its secret; part of it was altered.");
      }
      return new SignerKey(verifier, key);
    } catch (GeneralSecurityException e) {
      throw new NoteException("Expected a private Ed25519 key.", e);
    }
  }

  private static KeyPair pair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("Every Java platform has Ed25519.", e);
    }
  }

  /** The public half. */
  public VerifierKey verifier() {
    return verifier;
  }

  /** The form that {@link #parse} reads: a secret, for a file that its owner alone can read. */
  public String secretText() {
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    return PREFIX + KeyForm.text(verifier.name(), verifier.id(), seed);
  }

  byte[] sign(byte[] text) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected to sign with " + this, e);
    }
  }

  @Override
  public String toString() {
    return "the private key of " + verifier;
  }

  /** Gives the bytes of a known secret, from which the public half follows (RFC 8032, 5.1.5). */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
