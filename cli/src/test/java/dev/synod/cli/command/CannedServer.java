package dev.synod.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Answers with the files of a folder. A file is named by method and URL, {@code
 * GET_v1_namespaces_review_agents.json}, with its status in front where that is not 200. A file
 * {@code warning.txt} is a header of each answer.
 */
final class CannedServer implements AutoCloseable {
  private final HttpServer server;
  private final Path folder;
  private final Set<String> used = Collections.synchronizedSet(new TreeSet<>());
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  CannedServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Names of the files that were asked for. */
  Set<String> used() {
    return Set.copyOf(used);
  }

  /** What was sent to be changed. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String method = exchange.getRequestMethod();
    if (!method.equals("GET")) {
      sent.add(described(exchange, body));
    }
    String name =
        method
            + exchange
                .getRequestURI()
                .toASCIIString()
                .replace('/', '_')
                .replace("%2F", ",")
                .replace('?', ',')
                .replace('&', ',')
            + ".json";
    String file = find(name);
    used.add(file);
    int status = Character.isDigit(file.charAt(0)) ? Integer.parseInt(file.substring(0, 3)) : 200;
    Path path = folder.resolve(file);
    byte[] answer = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    if (Files.exists(folder.resolve("warning.txt"))) {
      exchange
          .getResponseHeaders()
          .add("Warning", Files.readString(folder.resolve("warning.txt")).strip());
    }
    exchange.sendResponseHeaders(
        Files.exists(path) ? status : 404, answer.length == 0 ? -1 : answer.length);
    if (answer.length > 0) {
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }

  private static String described(HttpExchange exchange, String body) {
    var headers = exchange.getRequestHeaders();
    var line =
        new StringBuilder(exchange.getRequestMethod())
            .append(' ')
            .append(exchange.getRequestURI())
            .append(' ')
            .append(body);
    for (String name : List.of("If-Match", "If-None-Match")) {
      if (headers.containsKey(name)) {
        line.append(' ').append(name).append(": ").append(headers.getFirst(name));
      }
    }
    return line.append(headers.containsKey("Idempotency-Key") ? "" : " WITHOUT KEY").toString();
  }

  private String find(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.equals(name) || file.matches("\\d{3}_.*") && file.endsWith(name))
          .findFirst()
          .orElse(name);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
