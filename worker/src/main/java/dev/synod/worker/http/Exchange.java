package dev.synod.worker.http;

import dev.synod.kernel.time.Durations;
import dev.synod.kernel.value.Bytes;
import dev.synod.sdk.TaskFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request and its response, to an address that was chosen before. */
final class Exchange implements AutoCloseable {
  private final Vertx vertx;
  private final HttpClient client;
  private final HttpLimits limits;

  Exchange(Vertx vertx, HttpLimits limits) {
    this.vertx = vertx;
    this.limits = limits;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setIdleTimeout((int) limits.total().toSeconds())
                .setMaxPoolSize(limits.callsMax())
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setVerifyHost(true));
  }

  /**
   * What came back.
   *
   * @param headers by name in lower case; the first of each name
   */
  record Response(int status, String reason, Map<String, String> headers, Bytes body) {}

  /** The response was larger than the limit. */
  private static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Response run(Call call, InetAddress address, String idempotencyKey, Duration left)
      throws TaskFailure, InterruptedException {
    RequestOptions options = options(call, address, left);
    var answer = new CompletableFuture<Response>();
    vertx.runOnContext(_ -> start(options, call, idempotencyKey, answer));
    try {
      return answer.get(left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw timedOut(call, left);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TimeoutException
          ? timedOut(call, left)
          : failure(call, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Starts the exchange on the event loop that will read the response: elsewhere its end could come
   * before there is a handler for it.
   */
  private void start(
      RequestOptions options,
      Call call,
      String idempotencyKey,
      CompletableFuture<Response> answer) {
    client
        .request(options)
        .compose(request -> send(request, call, idempotencyKey))
        .compose(this::read)
        .onSuccess(answer::complete)
        .onFailure(answer::completeExceptionally);
  }

  private static TaskFailure timedOut(Call call, Duration left) {
    return Failures.timeout(
        "%s %s did not answer within %s."
            .formatted(call.method(), call.uri(), Durations.text(left)));
  }

  private TaskFailure failure(Call call, Throwable cause) {
    if (cause instanceof TooLargeException) {
      return new TaskFailure(
          "https://synod.dev/errors/too-large",
          413,
          "Response too large",
          "Expected a response of at most %d bytes from %s, but found more."
              .formatted(limits.bodyBytesMax(), call.uri()),
          false);
    }
    return Failures.communication(
        503,
        "No answer",
        "%s %s: %s"
            .formatted(
                call.method(),
                call.uri(),
                cause.getMessage() == null
                    ? cause.getClass().getSimpleName()
                    : cause.getMessage()));
  }

  private static RequestOptions options(Call call, InetAddress address, Duration left) {
    String path = call.uri().getRawPath();
    String query = call.uri().getRawQuery();
    return new RequestOptions()
        .setServer(SocketAddress.inetSocketAddress(call.port(), address.getHostAddress()))
        .setHost(call.uri().getHost().replaceAll("[\\[\\]]", ""))
        .setPort(call.port())
        .setSsl(call.isSecure())
        .setMethod(HttpMethod.valueOf(call.method()))
        .setURI((path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query))
        .setFollowRedirects(false)
        .setTimeout(left.toMillis());
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, Call call, String idempotencyKey) {
    call.headers().forEach(request::putHeader);
    request.putHeader("idempotency-key", idempotencyKey);
    Bytes body = call.body();
    return body == null ? request.send() : request.send(Buffer.buffer(body.toArray()));
  }

  private Future<Response> read(HttpClientResponse response) {
    Promise<Response> read = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > limits.bodyBytesMax()) {
            read.tryFail(new TooLargeException());
            response.request().connection().close();
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.exceptionHandler(read::tryFail);
    response.endHandler(
        _ ->
            read.tryComplete(
                new Response(
                    response.statusCode(),
                    response.statusMessage(),
                    headers(response),
                    Bytes.ofTrusted(body.getBytes()))));
    return read.future();
  }

  private static Map<String, String> headers(HttpClientResponse response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .forEach(
            header ->
                headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    return headers;
  }

  @Override
  public void close() {
    client.close();
  }
}
