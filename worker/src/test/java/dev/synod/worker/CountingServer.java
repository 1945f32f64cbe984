package dev.synod.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** Somebody outside who notes each delivery, and answers when the test says so. */
final class CountingServer implements AutoCloseable {
  private static final int BACKLOG = 2_048;

  private final HttpServer http;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final ArrayDeque<HttpExchange> unanswered = new ArrayDeque<>();

  /**
   * A call that arrived.
   *
   * @param call which call of which run it is, by its URI
   * @param at by the clock that the API servers have too
   */
  record Delivery(String call, String key, Instant at) {}

  CountingServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::take);
    http.start();
  }

  private synchronized void take(HttpExchange exchange) {
    deliveries.add(
        new Delivery(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
            Instant.now()));
    unanswered.add(exchange);
  }

  String host() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  synchronized List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** How many calls wait for an answer. */
  synchronized int unanswered() {
    return unanswered.size();
  }

  /** Answers the calls that have waited longest; answers their URIs. */
  synchronized List<String> answer(int count) {
    var answered = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      HttpExchange exchange = unanswered.remove();
      answered.add(exchange.getRequestURI().toString());
      byte[] body = "true".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      try (exchange) {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } catch (IOException e) {
        // Whoever called is gone.
      }
    }
    return answered;
  }

  /** Callers are gone: their calls will never be asked after. */
  synchronized void forgetCallers() {
    unanswered.forEach(HttpExchange::close);
    unanswered.clear();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
