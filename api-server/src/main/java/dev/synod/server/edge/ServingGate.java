package dev.synod.server.edge;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Rejection;
import dev.synod.kernel.value.Value;
import dev.synod.server.problem.Failures;
import dev.synod.server.problem.Problem;
import dev.synod.server.replica.DivergedException;
import dev.synod.server.replica.Serving;
import io.grpc.Status;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Refuses every request at a replica that may serve nobody, but for those after its health and its
 * metrics, and ends the connection, so that a client of several replicas goes on to the next one.
 * What is open already ends by itself, where rights are looked at again.
 */
@ApplicationScoped
class ServingGate {
  private static final int FIRST = 1_100;
  private static final String OPERATIONS = "/q/";
  private static final long CLOSE_MILLIS_MAX = 1_000;

  private final Serving serving;
  private final Failures failures;

  @Inject
  ServingGate(Serving serving, Failures failures) {
    this.serving = serving;
    this.failures = failures;
  }

  void register(@Observes Filters filters) {
    filters.register(
        exchange -> {
          HttpServerRequest request = exchange.request();
          Optional<DivergedException> refusal = serving.refusal();
          if (refusal.isEmpty() || exchange.normalizedPath().startsWith(OPERATIONS)) {
            exchange.next();
          } else {
            refuse(request, refusal.get());
          }
        },
        FIRST);
  }

  private void refuse(HttpServerRequest request, DivergedException refusal) {
    Problem problem = failures.of(refusal);
    HttpServerResponse response = request.response();
    String type = request.getHeader("content-type");
    boolean isCall = type != null && type.startsWith("application/grpc");
    if (request.version() != HttpVersion.HTTP_2) {
      response.putHeader("connection", "close");
    }
    var ended = isCall ? endCall(response, problem) : endRequest(response, problem);
    if (request.version() == HttpVersion.HTTP_2) {
      HttpConnection connection = request.connection();
      var _ =
          ended.onComplete(done -> connection.shutdown(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS));
    }
  }

  private static Future<Void> endRequest(HttpServerResponse response, Problem problem) {
    var members = new TreeMap<String, Value>(problem.details());
    members.put("type", Value.of(problem.type()));
    members.put("title", Value.of(problem.title()));
    members.put("status", Value.of(problem.status()));
    members.put("detail", Value.of(problem.detail()));
    members.put("code", Value.of(problem.code()));
    return response
        .setStatusCode(problem.status())
        .putHeader("content-type", Problem.MEDIA_TYPE)
        .putHeader("retry-after", "1")
        .end(Value.of(members).json());
  }

  /** The end of a call, which is all of its answer. */
  private static Future<Void> endCall(HttpServerResponse response, Problem problem) {
    var rejection =
        Rejection.newBuilder()
            .setCode(problem.code())
            .setMessage(problem.detail())
            .setDetailsJson(ByteString.copyFromUtf8(Value.of(problem.details()).json()))
            .build();
    return response
        .putHeader("content-type", "application/grpc")
        .putHeader("grpc-status", "" + Status.Code.UNAVAILABLE.value())
        .putHeader("grpc-message", problem.code())
        .putHeader(
            "synod-rejection-bin",
            Base64.getEncoder().withoutPadding().encodeToString(rejection.toByteArray()))
        .end();
  }
}
