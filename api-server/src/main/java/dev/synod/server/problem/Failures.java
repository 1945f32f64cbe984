package dev.synod.server.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.synod.kernel.value.Value;
import dev.synod.log.ReplicatedLog;
import dev.synod.server.audit.TrailException;
import dev.synod.server.gateway.RejectedException;
import dev.synod.server.governance.DeniedException;
import dev.synod.server.governance.PolicyUnavailableException;
import dev.synod.server.governance.RefusedException;
import dev.synod.server.identity.KeysUnavailableException;
import dev.synod.server.identity.UnauthenticatedException;
import dev.synod.server.replica.DivergedException;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Turns whatever went wrong into a problem. */
@ApplicationScoped
public class Failures {
  /** The member of a denial's problem that names it in the decision log. */
  public static final String DECISION = "decision";

  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]{0,100}\"");

  private final ReplicatedLog log;

  @Inject
  public Failures(ReplicatedLog log) {
    this.log = log;
  }

  /** The problem that a failure is. */
  public Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> e.problem();
      case RejectedException e -> Problem.of(e.rejection(), log.state().clock().incarnation());
      case DeniedException e -> denied(e);
      case UnauthenticatedException e -> Problem.of("unauthenticated", 401, text(e));
      case DivergedException e -> Problem.of(DivergedException.CODE, 503, text(e));
      case KeysUnavailableException e -> Problem.of("unavailable", 503, text(e));
      case PolicyUnavailableException e -> Problem.of("unavailable", 503, text(e));
      case RefusedException e -> Problem.of(e.rejection(), log.state().clock().incarnation());
      case TrailException e -> Problem.of(e.rejection(), log.state().clock().incarnation());
      case CallerGoneException e -> gone(e);
      case BodyTooLargeException e -> Problem.of("too-large", 413, text(e));
      case JsonProcessingException e -> JsonProblems.of(e);
      case CompletionException e when e.getCause() != null -> of(e.getCause());
      case ExecutionException e when e.getCause() != null -> of(e.getCause());
      case WebApplicationException e when e.getCause() instanceof JsonProcessingException json ->
          JsonProblems.of(json);
      case WebApplicationException e when e.getCause() instanceof ProblemException problem ->
          problem.problem();
      case WebApplicationException e when rootOf(e) instanceof NumberFormatException number ->
          noNumber(number);
      case WebApplicationException e -> ofStatus(e);
      default -> unexpected(failure);
    };
  }

  private static Problem denied(DeniedException e) {
    List<Value> reasons =
        e.reasons().stream()
            .<Value>map(
                reason ->
                    Value.of(
                        Map.of(
                            "rule",
                            Value.of(reason.rule()),
                            "message",
                            Value.of(reason.message()))))
            .toList();
    var details = new TreeMap<String, Value>();
    details.put("action", Value.of(e.action()));
    details.put("scope", Value.of(e.scope().toString()));
    details.put("policyRevision", Value.of(e.policyRevision()));
    if (!e.id().isEmpty()) {
      details.put(DECISION, Value.of(e.id()));
    }
    details.put("reasons", Value.of(reasons));
    return Problem.of("permission-denied", 403, text(e), Value.of(details));
  }

  /** Nobody's failure, and nobody reads the answer. */
  private static Problem gone(CallerGoneException e) {
    LOG.info(text(e));
    return Problem.of("unavailable", 503, text(e));
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** A parameter that can't be converted; the framework takes that for a path it doesn't know. */
  private static Problem noNumber(NumberFormatException e) {
    Matcher found = QUOTED.matcher(text(e));
    return Problem.of(
        "invalid-argument",
        400,
        "Expected a whole number within its range in a query parameter, but found %s."
            .formatted(found.find() ? found.group() : "something else"));
  }

  private static Problem ofStatus(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 400 ->
          Problem.of(
              "invalid-argument",
              status,
              "Expected a well-formed request, but a parameter or the body is not.");
      case 404 ->
          Problem.of(
              "not-found",
              status,
              "Expected a path of this API, but found none. /q/openapi lists them.");
      case 405 ->
          Problem.of(
              "method-not-allowed",
              status,
              "Expected another method for this path. /q/openapi lists them.");
      case 406 ->
          Problem.of(
              "not-acceptable",
              status,
              "Expected the header 'Accept' to allow what this path produces.");
      case 413 -> Problem.of("too-large", status, "Expected a smaller body.");
      case 415 ->
          Problem.of(
              "unsupported-media-type",
              status,
              "Expected the header 'Content-Type' to name what this path consumes.");
      default -> status >= 500 ? unexpected(e) : Problem.of("invalid-argument", status, text(e));
    };
  }

  static Problem unexpected(Throwable failure) {
    if (Arc.container() == null) {
      LOG.debug("Request failed for the server stops", failure);
      return Problem.of(
          "indeterminate",
          504,
          "The server stopped while it worked on the request; whether it took effect is not known here. Repeat it under the same number or key at another one to learn.");
    }
    String id = Long.toHexString(System.nanoTime());
    LOG.errorf(failure, "Request failed unexpectedly, error id %s", id);
    return Problem.of(
        "internal",
        500,
        "The server failed in a way that it did not expect. Its log has more under this error id.",
        Value.of(Map.of("errorId", Value.of(id))));
  }

  private static String text(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
