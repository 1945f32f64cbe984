package dev.synod.operator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** The admission webhook, {@code admission.k8s.io/v1}, over TLS alone. */
@ApplicationScoped
class AdmissionEndpoint {
  static final String PROVENANCE = "/admission/provenance";

  /** The Kubernetes API takes objects of at most 3 MiB; a review of an update holds two. */
  private static final long REVIEW_BYTES_MAX = 7L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  void route(@Observes Router router) {
    router
        .post(PROVENANCE)
        .handler(BodyHandler.create(false).setBodyLimit(REVIEW_BYTES_MAX))
        .handler(AdmissionEndpoint::provenance);
  }

  private static void provenance(RoutingContext context) {
    if (!context.request().isSSL()) {
      refuse(context, "Expected a review over TLS, but found one without.");
      return;
    }
    JsonNode request;
    try {
      Buffer body = context.body().buffer();
      request = JSON.readTree(body == null ? new byte[0] : body.getBytes()).path("request");
    } catch (IOException e) {
      refuse(context, "Expected an AdmissionReview of admission.k8s.io/v1, but found no JSON.");
      return;
    }
    if (!request.path("uid").isTextual()) {
      refuse(context, "Expected an AdmissionReview of admission.k8s.io/v1 with a request's uid.");
      return;
    }
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response =
        review
            .putObject("response")
            .put("uid", request.path("uid").textValue())
            .put("allowed", true);
    Provenance.patch(request)
        .ifPresent(
            patch ->
                response
                    .put("patchType", "JSONPatch")
                    .put(
                        "patch",
                        Base64.getEncoder()
                            .encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8))));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(review.toString());
  }

  private static void refuse(RoutingContext context, String message) {
    context
        .response()
        .setStatusCode(400)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
        .end(message + "\n");
  }
}
