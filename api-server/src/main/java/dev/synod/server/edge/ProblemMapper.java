package dev.synod.server.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.synod.kernel.value.Value;
import dev.synod.server.problem.Failures;
import dev.synod.server.problem.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure leaves as a problem document. */
class ProblemMapper {
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
  Response web(WebApplicationException e) {
    return response(failures.of(e));
  }

  @ServerExceptionMapper
  Response any(Throwable e) {
    return response(failures.of(e));
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
