package dev.synod.worker;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A cluster's issuer of service-account tokens: its public keys as a file, and tokens of our own
 * processes.
 */
final class Accounts {
  static final String ISSUER = "https://kubernetes.default.svc.test";

  private final KeyPair keys;
  private final Path folder;

  private Accounts(KeyPair keys, Path folder) {
    this.keys = keys;
    this.folder = folder;
  }

  static Accounts in(Path folder) throws GeneralSecurityException, IOException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    var accounts = new Accounts(generator.generateKeyPair(), folder);
    Files.writeString(accounts.keysFile(), accounts.keySet());
    return accounts;
  }

  Path keysFile() {
    return folder.resolve("jwks.json");
  }

  private String keySet() {
    var key = (RSAPublicKey) keys.getPublic();
    return """
        {"keys":[{"kty":"RSA","kid":"test","use":"sig","alg":"RS256","n":"%s","e":"%s"}]}
        """
        .formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent()));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  /** A token of a service account in {@code synod-system}. */
  String token(String account) throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String head = encode("{\"alg\":\"RS256\",\"kid\":\"test\"}");
    String claims =
        encode(
            """
            {"iss":"%s","sub":"system:serviceaccount:synod-system:%s","aud":["synod-api"],"iat":%d,"nbf":%d,"exp":%d}
            """
                .formatted(ISSUER, account, now, now, now + 3_600));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
    return head + "." + claims + "." + encode(signature.sign());
  }

  /** The same in a file. */
  Path tokenFile(String account) throws GeneralSecurityException, IOException {
    return Files.writeString(folder.resolve(account + ".token"), token(account));
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
