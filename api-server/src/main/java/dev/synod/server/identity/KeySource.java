package dev.synod.server.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Where an issuer's public keys (a JWKS document, RFC 7517) are read from. */
@FunctionalInterface
interface KeySource {
  Duration REQUEST_LIMIT = Duration.ofSeconds(3);
  int DOCUMENT_BYTES_MAX = 1 << 20;

  String read() throws IOException;

  static KeySource file(Path path) {
    return () -> Files.readString(path, StandardCharsets.UTF_8);
  }

  static KeySource url(URI url, Optional<Path> tokenFile, Optional<Path> caFile) {
    HttpClient client = client(caFile);
    return () -> {
      var request = HttpRequest.newBuilder(url).timeout(REQUEST_LIMIT).GET();
      if (tokenFile.isPresent()) {
        request.header("Authorization", "Bearer " + Files.readString(tokenFile.get()).strip());
      }
      return fetch(client, request.build());
    };
  }

  private static String fetch(HttpClient client, HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException(
              "Expected keys from %s, but it answered %d."
                  .formatted(request.uri(), response.statusCode()));
        }
        byte[] content = body.readNBytes(DOCUMENT_BYTES_MAX + 1);
        if (content.length > DOCUMENT_BYTES_MAX) {
          throw new IOException(
              "Expected at most %d bytes of keys from %s, but there are more."
                  .formatted(DOCUMENT_BYTES_MAX, request.uri()));
        }
        return new String(content, StandardCharsets.UTF_8);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading keys from " + request.uri(), e);
    }
  }

  private static HttpClient client(Optional<Path> caFile) {
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(REQUEST_LIMIT);
    caFile.ifPresent(file -> client.sslContext(trusting(file)));
    return client.build();
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Expected certificates in PEM form in " + caFile + ".", e);
    }
  }
}
