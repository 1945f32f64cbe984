package dev.synod.dev.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/**
 * A pair of PEM files: {@code NAME.crt} or {@code NAME.pub}, and {@code NAME.key}. Keys are RSA,
 * for every client library reads those without being told the algorithm.
 *
 * @param open certificate, or public key
 * @param key private key, mode 0600
 */
public record KeyFiles(Path open, Path key) {

  private static final int KEY_BITS = 2048;

  /** A bare key pair, made when it is not there yet: it signs service-account tokens. */
  public static KeyFiles loadOrCreateKeyPair(Path folder, String name)
      throws IOException, GeneralSecurityException {
    KeyFiles files = new KeyFiles(folder.resolve(name + ".pub"), folder.resolve(name + ".key"));
    if (!files.exist()) {
      KeyPair pair = generate();
      Pem.write(files.key(), pair.getPrivate());
      Pem.write(files.open(), pair.getPublic());
    }
    return files;
  }

  static KeyFiles ofCertificate(Path folder, String name) {
    return new KeyFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
  }

  static KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    return generator.generateKeyPair();
  }

  boolean exist() {
    return Files.exists(open) && Files.exists(key);
  }
}
