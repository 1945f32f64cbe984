package dev.synod.dev.certificate;

import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The Ed25519 key that signs an audit trail, in the forms of C2SP's signed notes; made once. The
 * module can't take them from where they are verified: it is built before all others.
 */
public final class AuditKey {
  private static final String NAME = "synod.dev/audit";
  private static final byte ED25519 = 1;
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;

  private AuditKey() {}

  /**
   * The private key's file in a folder, {@code audit.key}, made where there is none; its public
   * half lies beside it as {@code audit.pub}.
   */
  public static Path loadOrCreate(Path folder) throws IOException {
    Path secret = folder.resolve("audit.key");
    if (!Files.exists(secret)) {
      KeyPair pair = newPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] open = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      String prefix = NAME + "+" + id(open) + "+";
      Files.writeString(folder.resolve("audit.pub"), prefix + typed(open) + "\n");
      PrivateFiles.write(secret, "PRIVATE+KEY+" + prefix + typed(seed) + "\n");
    }
    return secret;
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has Ed25519.", e);
    }
  }

  private static String id(byte[] open) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((NAME + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(ED25519);
      digest.update(open);
      return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private static String typed(byte[] key) {
    byte[] typed = new byte[key.length + 1];
    typed[0] = ED25519;
    System.arraycopy(key, 0, typed, 1, key.length);
    return Base64.getEncoder().encodeToString(typed);
  }
}
