package dev.synod.operator.admission;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The admission webhooks, {@code admission.k8s.io/v1}, over TLS alone. */
@ApplicationScoped
class AdmissionEndpoint {
  static final String PROVENANCE = "/admission/provenance";
  static final String POLICY = "/admission/policy";

  private static final Logger LOG = Logger.getLogger(AdmissionEndpoint.class);

  /** The Kubernetes API takes objects of at most 3 MiB; a review of an update holds two. */
  private static final long REVIEW_BYTES_MAX = 7L << 20;

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int INTERNAL_ERROR = 500;

  /** What the API server takes of an object is less than what can be read here. */
  private static final String UNREADABLE =
      "it can't be put to policy: Expected JSON nested at most 64 levels deep, with names of at most 50,000 characters and numbers of at most 1,000, but found more; nest it less";

  private static final String NO_JSON =
      "Expected an AdmissionReview of admission.k8s.io/v1, but found no JSON.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PolicyClient policy;
  private final MeterRegistry metrics;

  AdmissionEndpoint(PolicyClient policy, MeterRegistry metrics) {
    this.policy = policy;
    this.metrics = metrics;
  }

  void route(@Observes Router router) {
    router.post(PROVENANCE).handler(body()).handler(AdmissionEndpoint::provenance);
    router.post(POLICY).handler(body()).blockingHandler(this::policy, false);
  }

  private static BodyHandler body() {
    return BodyHandler.create(false).setBodyLimit(REVIEW_BYTES_MAX);
  }

  private static void provenance(RoutingContext context) {
    review(context)
        .ifPresent(
            review -> {
              ObjectNode response = response(review).put("allowed", true);
              Provenance.patch(review.request())
                  .ifPresent(
                      patch -> response.put("patchType", "JSONPatch").put("patch", base64(patch)));
              answer(context, response);
            });
  }

  private static String base64(JsonNode patch) {
    return Base64.getEncoder().encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void policy(RoutingContext context) {
    review(context).ifPresent(review -> policy(context, review));
  }

  /** Where policy can't be asked there is no answer, and the webhook's failure policy decides. */
  private void policy(RoutingContext context, Review review) {
    Timer.Sample began = Timer.start(metrics);
    String result = "failed";
    try {
      Judgement judgement = policy.ask(review);
      answer(context, response(review, judgement));
      result = judgement.allowed() ? "allowed" : "denied";
    } catch (IOException e) {
      LOG.warnf("%s %s/%s: %s", review.kind(), review.namespace(), review.name(), e.getMessage());
      refuse(context, INTERNAL_ERROR, String.valueOf(e.getMessage()));
    } finally {
      began.stop(reviews(result));
    }
  }

  private Timer reviews(String result) {
    return Timer.builder("synod_admission_review")
        .description("From being asked by the Kubernetes API to what policy says")
        .tag("result", result)
        .register(metrics);
  }

  private static ObjectNode response(Review review, Judgement judgement) {
    ObjectNode response = response(review).put("allowed", judgement.allowed());
    judgement.warnings().forEach(response.putArray("warnings")::add);
    if (!judgement.allowed()) {
      response
          .putObject("status")
          .put("code", FORBIDDEN)
          .put("reason", "Forbidden")
          .put("message", review.refusal(judgement));
    }
    return response;
  }

  private static ObjectNode response(Review review) {
    return JSON.createObjectNode().put("uid", review.request().path("uid").textValue());
  }

  /** What is to be judged; where that can't be read, the request is answered. */
  private static Optional<Review> review(RoutingContext context) {
    if (!context.request().isSSL()) {
      refuse(context, BAD_REQUEST, "Expected a review over TLS, but found one without.");
      return Optional.empty();
    }
    Buffer buffer = context.body().buffer();
    byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
    JsonNode request;
    try {
      request = JSON.readTree(body).path("request");
    } catch (StreamConstraintsException e) {
      refuseUnreadable(context, body);
      return Optional.empty();
    } catch (IOException e) {
      refuse(context, BAD_REQUEST, NO_JSON);
      return Optional.empty();
    }
    if (!request.path("uid").isTextual()) {
      refuse(
          context,
          BAD_REQUEST,
          "Expected an AdmissionReview of admission.k8s.io/v1 with a request's uid.");
      return Optional.empty();
    }
    return Optional.of(new Review(request));
  }

  /**
   * Refuses what is nested too deep to be read, or whoever applies it could choose not to be
   * judged. Its deletion gets no answer, so that the webhook's failure policy decides: it has no
   * content of its own.
   */
  private static void refuseUnreadable(RoutingContext context, byte[] body) {
    Review review;
    try {
      review = new Review(Head.read(body));
    } catch (IOException e) {
      refuse(context, BAD_REQUEST, NO_JSON);
      return;
    }
    if (review.isDeletion() || !review.request().path("uid").isTextual()) {
      refuse(context, BAD_REQUEST, "Expected a review that can be read; " + UNREADABLE + ".");
    } else {
      answer(context, response(review, Judgement.refused(UNREADABLE)));
    }
  }

  private static void answer(RoutingContext context, ObjectNode response) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    review.set("response", response);
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(review.toString());
  }

  private static void refuse(RoutingContext context, int status, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
        .end(message + "\n");
  }
}
