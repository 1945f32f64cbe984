package dev.synod.dev.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The usual ways to ask a server on loopback whether it serves. */
public final class Probes {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private Probes() {}

  /** Something listens on the port. */
  public static Part.Probe port(int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LIMIT.toMillis());
      }
    };
  }

  /** The URL answers 200 without encryption. */
  public static Part.Probe http(String url) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    return () -> get(client, url);
  }

  /** The URL answers 200 with a certificate of this authority, whose file may appear later. */
  public static Part.Probe https(String url, Path authority) {
    return new Part.Probe() {
      private Optional<HttpClient> client = Optional.empty();

      @Override
      public void check() throws Exception {
        if (client.isEmpty()) {
          client =
              Optional.of(
                  HttpClient.newBuilder()
                      .connectTimeout(LIMIT)
                      .sslContext(trusting(authority))
                      .build());
        }
        get(client.get(), url);
      }
    };
  }

  private static void get(HttpClient client, String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "expected 200 of %s, but found %d %s"
              .formatted(url, response.statusCode(), response.body().strip()));
    }
  }

  /** A TLS context that trusts one authority alone. */
  public static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var input = Files.newInputStream(authority)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(input);
      store.setCertificateEntry("authority", certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
