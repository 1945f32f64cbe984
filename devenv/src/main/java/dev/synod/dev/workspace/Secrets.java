package dev.synod.dev.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Random passwords, made once and kept in files of mode 0600. */
public final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 18;

  private Secrets() {}

  /** 24 characters that need no quoting anywhere. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    // A leading letter keeps it from being taken for an option.
    return "s" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(1);
  }

  /** The secret in this file, which is made when it is missing. */
  public static String loadOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.write(file, random());
    }
    return Files.readString(file);
  }
}
