package dev.synod.operator.declaration;

import dev.synod.operator.OperatorConfiguration;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to one replica of the API server, and to the next one when that can't be reached. The token
 * is read from its file at each request and the authority when its file changes, for both are
 * renewed while the operator runs.
 */
@ApplicationScoped
public class ServerConnection {
  private static final int UNAVAILABLE = 503;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final List<URI> servers;
  private final AtomicInteger present = new AtomicInteger();
  private final Optional<Path> caFile;
  private final Path tokenFile;
  private @Nullable Trusting trusting;

  private record Trusting(HttpClient client, @Nullable FileTime caModified) {}

  ServerConnection(OperatorConfiguration configuration) {
    this.servers = List.copyOf(configuration.server());
    this.caFile = configuration.caFile();
    this.tokenFile = configuration.tokenFile();
  }

  /** The replica that is asked at present. */
  public URI server() {
    return servers.get(present.get());
  }

  /** A replica can't be reached: from now on the next one is asked, unless that is so already. */
  void leave(URI server) {
    int at = present.get();
    if (servers.get(at).getAuthority().equals(server.getAuthority())) {
      present.compareAndSet(at, (at + 1) % servers.size());
    }
  }

  /**
   * A request as the operator.
   *
   * @param pathAndQuery below the base URL, encoded already
   */
  public HttpRequest.Builder request(String pathAndQuery) throws IOException {
    return HttpRequest.newBuilder(server().resolve(pathAndQuery))
        .header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
  }

  /** Makes the same request of the replica that is asked at present. */
  @FunctionalInterface
  public interface RequestMaker {
    HttpRequest.Builder make() throws IOException;
  }

  /**
   * Sends a request that may be repeated, to one replica after the other until one answers.
   *
   * @throws IOException where none of them does
   */
  public HttpResponse<String> send(RequestMaker maker) throws IOException {
    return sendEach(maker, ANSWER_TIMEOUT);
  }

  /**
   * As {@link #send(RequestMaker)}, where somebody waits.
   *
   * @param limit of all attempts together
   */
  public HttpResponse<String> send(RequestMaker maker, Duration limit) throws IOException {
    return sendEach(maker, limit.dividedBy(servers.size()));
  }

  private HttpResponse<String> sendEach(RequestMaker maker, Duration limit) throws IOException {
    for (int left = servers.size() - 1; ; left--) {
      HttpRequest request = maker.make().timeout(limit).build();
      try {
        HttpResponse<String> response = client().send(request, BodyHandlers.ofString());
        if (response.statusCode() != UNAVAILABLE || left == 0) {
          return response;
        }
        // It took nothing, for it is cut off from the others or serves nobody.
        leave(request.uri());
      } catch (IOException e) {
        leave(request.uri());
        if (left == 0) {
          throw e;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** The client that trusts the authority as it is now. */
  public synchronized HttpClient client() throws IOException {
    FileTime modified = caFile.isPresent() ? Files.getLastModifiedTime(caFile.get()) : null;
    Trusting current = trusting;
    if (current == null || (modified != null && !modified.equals(current.caModified()))) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_TIMEOUT);
      if (caFile.isPresent()) {
        builder.sslContext(trusting(caFile.get()));
      }
      if (current != null) {
        current.client().shutdown();
      }
      current = new Trusting(builder.build(), modified);
      trusting = current;
    }
    return current.client();
  }

  private static SSLContext trusting(Path caFile) throws IOException {
    try (InputStream pem = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + count++, authority);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("Expected certificates in PEM in " + caFile, e);
    }
  }

  @PreDestroy
  synchronized void close() {
    if (trusting != null) {
      trusting.client().shutdownNow();
    }
  }
}
