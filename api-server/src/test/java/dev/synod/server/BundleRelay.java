package dev.synod.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands between a server and its OPA, and can keep the bundles of the one from the other. */
public final class BundleRelay implements AutoCloseable {
  private static final String PATH = "/bundles/synod.tar.gz";
  private static final String TAG = "ETag";
  private static final String KNOWN = "If-None-Match";
  private static final List<String> ASKED = List.of(KNOWN, "Prefer");

  private final URI origin;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer relay;
  private volatile @Nullable Bundle held;

  /** What a server handed out once. */
  public record Bundle(int status, String tag, byte[] archive) {}

  private BundleRelay(int from, int to) throws IOException {
    origin = URI.create("http://127.0.0.1:" + from + PATH);
    relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 0);
    relay.createContext(PATH, this::answer);
    relay.setExecutor(answering);
    relay.start();
  }

  /**
   * Starts one.
   *
   * @param from port of the server's bundles
   * @param to port on which OPA looks for them
   */
  public static BundleRelay start(int from, int to) throws IOException {
    return new BundleRelay(from, to);
  }

  /** The bundle that the server hands out now. */
  public Bundle present() throws IOException, InterruptedException {
    return fetch(HttpRequest.newBuilder(origin));
  }

  /** From now on OPA gets this one, also where it begins anew. */
  public void hold(Bundle bundle) {
    held = bundle;
  }

  /** OPA gets what there is. */
  public void release() {
    held = null;
  }

  private Bundle fetch(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    return new Bundle(
        response.statusCode(), response.headers().firstValue(TAG).orElse(""), response.body());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Bundle fetched = held == null ? fetch(asked(exchange)) : null;
      // What was waited for is not handed on where it is held by now.
      Bundle kept = held;
      Bundle bundle = kept == null && fetched != null ? fetched : kept;
      if (bundle == null) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      exchange.getResponseHeaders().set(TAG, bundle.tag());
      if (bundle.status() != 200
          || bundle.tag().equals(exchange.getRequestHeaders().getFirst(KNOWN))) {
        exchange.sendResponseHeaders(bundle.status() == 200 ? 304 : bundle.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(200, bundle.archive().length);
      exchange.getResponseBody().write(bundle.archive());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest.Builder asked(HttpExchange exchange) {
    HttpRequest.Builder request = HttpRequest.newBuilder(origin);
    for (String header : ASKED) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return request;
  }

  @Override
  public void close() {
    relay.stop(0);
    http.shutdownNow();
    answering.shutdownNow();
  }
}
