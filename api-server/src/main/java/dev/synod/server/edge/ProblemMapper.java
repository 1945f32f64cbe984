package dev.synod.server.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.synod.kernel.value.Value;
import dev.synod.server.problem.Failures;
import dev.synod.server.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure leaves as a problem document. */
class ProblemMapper {
  private static final long CLOSE_SECONDS_MAX = 1;
  private static final Set<Integer> NOWHERE = Set.of(404, 405);

  /** An empty part, also one with a verb behind it. */
  private static final Pattern NAMELESS = Pattern.compile("/(/|:|$)");

  private final Failures failures;
  private final ObjectMapper json;

  @Inject
  ProblemMapper(Failures failures, ObjectMapper json) {
    this.failures = failures;
    this.json = json;
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException e) {
    return response(failures.of(e));
  }

  @ServerExceptionMapper
  Response mismatch(MismatchedInputException e) {
    return response(failures.of(e));
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e, HttpServerRequest request) {
    String path = request.path();
    return response(
        NOWHERE.contains(e.getResponse().getStatus()) && NAMELESS.matcher(path).find()
            ? Problem.of(
                "invalid-argument",
                400,
                "Expected a path of this API with a name in each part of it, but found an empty one in %s. Give the name."
                    .formatted(path))
            : failures.of(e));
  }

  @ServerExceptionMapper
  Response any(Throwable e, HttpServerRequest request) {
    Problem problem = failures.of(e);
    if (request.response().headWritten() && request.version() != HttpVersion.HTTP_2) {
      close(request.connection());
    }
    return response(problem);
  }

  /**
   * Before the framework ends a body that had begun, which would look whole then. Over HTTP/2 it
   * has reset the stream.
   */
  private static void close(HttpConnection connection) {
    var closed = connection.close().toCompletionStage().toCompletableFuture();
    if (!Context.isOnEventLoopThread()) {
      closed
          .completeOnTimeout(null, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
          .exceptionally(e -> null)
          .join();
    }
  }

  private Response response(Problem problem) {
    var response = Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(text(problem));
    if (problem.status() == 401) {
      response.header("WWW-Authenticate", "Bearer realm=\"synod\"");
    }
    if (problem.status() == 503) {
      response.header("Retry-After", "1");
    }
    Value decision = problem.details().get(Failures.DECISION);
    if (decision instanceof Value.Str(String id)) {
      response.header(Headers.DECISION, id);
    }
    return response.build();
  }

  /** As text: where an archive was about to be streamed nothing writes an object as JSON. */
  private String text(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a JSON form of a problem.", e);
    }
  }
}
