package dev.synod.server.governance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.time.Durations;
import dev.synod.server.identity.Subject;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts questions to OPA over its data API. */
@ApplicationScoped
class OpaClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String VERDICT =
      "/v1/data/synod/policies/verdict?provenance=true&strict-builtin-errors=true";

  /** Braces at the end of a body: of the input, and of what it is a member of. */
  private static final int CLOSING = 2;

  /** Reasons that one policy gives, and characters of each; more are left out. */
  private static final int REASONS_MAX = 16;

  private static final int REASON_LENGTH_MAX = 512;

  /** Paths that one policy may mask. */
  private static final int MASKS_MAX = 64;

  /** Characters of such a path. */
  private static final int MASK_MAX = 1_024;

  private final OpaConnection opa;
  private final QuestionQueue queue;
  private final String decisionPath;
  private final Duration permitMax;
  private final Clock clock;
  private final MeterRegistry metrics;

  @Inject
  OpaClient(
      OpaConnection opa,
      QuestionQueue queue,
      GovernanceConfig config,
      Clock clock,
      MeterRegistry metrics) {
    this.opa = opa;
    this.queue = queue;
    this.metrics = metrics;
    this.decisionPath = config.decisionPath() + "?provenance=true";
    this.permitMax = config.permitMax();
    this.clock = clock;
  }

  /**
   * What the base policy says.
   *
   * @param policies declared ones that have a say in what it allows
   */
  record Base(Decision decision, List<Applicable> policies) {}

  private record Input(Who subject, String action, Where scope, String time) {}

  private record Who(
      String id,
      String kind,
      SortedSet<String> roles,
      String namespace,
      String name,
      SortedSet<String> groups) {}

  private record Where(String namespace, String group) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(@Nullable Result result, @Nullable Provenance provenance) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Result(
      boolean allow,
      @Nullable List<Decision.Reason> reasons,
      @Nullable Long permitSeconds,
      @Nullable List<Applicable> policies,
      @Nullable JsonNode mask) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record PolicyAnswer(@Nullable Said result, @Nullable Provenance provenance) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Said(
      @Nullable List<JsonNode> deny,
      @Nullable List<JsonNode> warn,
      @Nullable JsonNode mask,
      @Nullable JsonNode quota) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Provenance(@Nullable Map<String, BundleOf> bundles) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record BundleOf(@Nullable String revision) {}

  /** Completes with the answer, or exceptionally with {@link PolicyUnavailableException}. */
  CompletableFuture<Base> decide(ObjectNode input) {
    return decide(Asker.of(input), input);
  }

  /** The same on behalf of another than the question's subject. */
  CompletableFuture<Base> decide(Asker asker, ObjectNode input) {
    Timer.Sample asked = Timer.start(metrics);
    byte[] body = body(input);
    return queue
        .ask(asker, body.length, () -> opa.post(decisionPath, BodyPublishers.ofByteArray(body)))
        .thenApply(response -> read(response, input))
        .whenComplete((base, _) -> asked.stop(decisions(base)))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
  }

  /** A question that is put to several policies: its text, which may be large, is made once. */
  static final class Asked {
    private final Asker asker;
    private final byte[] body;
    private final int policies;

    private Asked(Asker asker, byte[] body, int policies) {
      this.asker = asker;
      this.body = body;
      this.policies = policies;
    }

    /** The part of the text that each policy's question is counted with. */
    private long bytes() {
      return body.length / policies;
    }

    /** The same with the policy that is asked, as the last member of the input. */
    private BodyPublisher of(Applicable policy) {
      ObjectNode named = JSON.createObjectNode();
      named.put("namespace", policy.namespace()).put("name", policy.name());
      byte[] rest = ",\"policy\":%s}}".formatted(named).getBytes(StandardCharsets.UTF_8);
      return BodyPublishers.concat(
          BodyPublishers.ofByteArray(body, 0, body.length - CLOSING),
          BodyPublishers.ofByteArray(rest));
    }
  }

  /**
   * A question for {@link #verdict}.
   *
   * @param input which is not empty
   * @param policies that are asked, at least one
   */
  static Asked asked(Asker asker, ObjectNode input, int policies) {
    return new Asked(asker, body(input), policies);
  }

  /**
   * Completes with what one declared policy says; where it takes too long that is a failure of its
   * own. Completes exceptionally with {@link PolicyUnavailableException} where OPA can't be asked.
   */
  CompletableFuture<Verdict> verdict(Asked question, Applicable policy) {
    return queue
        .ask(question.asker, question.bytes(), () -> ask(question, policy))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
  }

  /**
   * Asks one policy. OPA tells of no bundle with a failure, and is asked for it afterwards: where
   * that is the bundle of the base policy's decision before, it was there in between. So an OPA
   * that is stuck is told from a policy that is slow, too.
   */
  private CompletableFuture<Verdict> ask(Asked question, Applicable policy) {
    return opa.post(VERDICT, question.of(policy))
        .thenApply(OpaClient::readVerdict)
        .exceptionallyCompose(
            failure ->
                isLate(Attempts.cause(failure))
                    ? CompletableFuture.completedFuture(
                        Verdict.failed(
                            "it took longer than %s".formatted(Durations.text(opa.limit()))))
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(
            verdict ->
                verdict.hasFailed()
                    ? revision().thenApply(verdict::of)
                    : CompletableFuture.completedFuture(verdict));
  }

  /** An answer may be late by the policy; a connection may not. */
  private static boolean isLate(Throwable failure) {
    return failure instanceof HttpTimeoutException
        && !(failure instanceof HttpConnectTimeoutException);
  }

  private PolicyUnavailableException unavailable(Throwable failure) {
    return Attempts.cause(failure) instanceof PolicyUnavailableException known
        ? known
        : new PolicyUnavailableException(
            "Expected a decision of OPA within %s, but it could not be had; try again."
                .formatted(Durations.text(opa.limit())),
            Attempts.cause(failure));
  }

  private Timer decisions(@Nullable Base base) {
    String result = base == null ? "unavailable" : base.decision().allowed() ? "allowed" : "denied";
    return Timer.builder("synod_governance_decision")
        .description("From a question for OPA to its decision, with the wait for its turn")
        .tag("result", result)
        .register(metrics);
  }

  /** Completes with the revision of the bundle that OPA decides by, empty while it has none. */
  CompletableFuture<String> revision() {
    return opa.get(decisionPath)
        .thenApply(
            response -> {
              try {
                return revision(JSON.readValue(response.body(), Answer.class).provenance());
              } catch (IOException e) {
                throw new PolicyUnavailableException("Expected an answer of OPA.", e);
              }
            });
  }

  /** A question as policy sees it, at this moment and without its content. */
  ObjectNode input(Question question) {
    Subject subject = question.subject();
    var input =
        new Input(
            new Who(
                subject.id(),
                subject.kind().word(),
                subject.roles(),
                subject.namespace(),
                subject.name(),
                question.groups()),
            question.action(),
            new Where(question.scope().namespace(), question.scope().group()),
            clock.instant().toString());
    return JSON.valueToTree(input);
  }

  private static byte[] body(ObjectNode input) {
    ObjectNode body = JSON.createObjectNode();
    body.set("input", input);
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a question that can be written.", e);
    }
  }

  private Base read(HttpResponse<String> response, ObjectNode input) {
    if (response.statusCode() != 200) {
      throw new PolicyUnavailableException(
          "Expected a decision of OPA, but it answered with status %d."
              .formatted(response.statusCode()));
    }
    try {
      Answer answer = JSON.readValue(response.body(), Answer.class);
      Result result = answer.result();
      if (result == null) {
        throw new PolicyUnavailableException(
            "Expected a decision of OPA, but it has no policy yet; try again.");
      }
      var decision =
          new Decision(
              result.allow(),
              result.reasons() == null ? List.of() : List.copyOf(result.reasons()),
              lifetime(result),
              revision(answer.provenance()),
              List.of(),
              Decision.Kept.of(input, new TreeSet<>(paths(result.mask()))),
              List.of());
      return new Base(
          decision, result.policies() == null ? List.of() : List.copyOf(result.policies()));
    } catch (IOException e) {
      throw new PolicyUnavailableException("Expected a decision of OPA, but can't read it.", e);
    }
  }

  private static Verdict readVerdict(HttpResponse<String> response) {
    try {
      if (response.statusCode() != 200) {
        OpaFailure failure = JSON.readValue(response.body(), OpaFailure.class);
        return Verdict.failed("it failed: " + failure.told());
      }
      PolicyAnswer answer = JSON.readValue(response.body(), PolicyAnswer.class);
      Said said = answer.result();
      Map<Countable, Long> quota = Quotas.read(said == null ? null : said.quota());
      if (quota == null) {
        return Verdict.failed(Quotas.unreadable());
      }
      return new Verdict(
          texts(said == null ? null : said.deny()),
          texts(said == null ? null : said.warn()),
          "",
          revision(answer.provenance()),
          paths(said == null ? null : said.mask()),
          quota);
    } catch (IOException e) {
      return Verdict.failed("its answer can't be read");
    }
  }

  /** Reasons are text; a policy that gives something else is quoted. */
  static List<String> texts(@Nullable List<JsonNode> reasons) {
    return reasons == null
        ? List.of()
        : reasons.stream()
            .limit(REASONS_MAX)
            .map(reason -> reason.isTextual() ? reason.textValue() : reason.toString())
            .map(text -> text.substring(0, Math.min(text.length(), REASON_LENGTH_MAX)))
            .toList();
  }

  /**
   * Paths that are to be masked. Where they are more or longer than is taken, or no list of texts,
   * all content is masked as well.
   */
  static List<String> paths(@Nullable JsonNode mask) {
    if (mask == null) {
      return List.of();
    }
    var paths = new ArrayList<String>();
    for (JsonNode path : mask) {
      if (paths.size() < MASKS_MAX && path.isTextual() && path.textValue().length() <= MASK_MAX) {
        paths.add(path.textValue());
      }
    }
    if (!mask.isArray() || paths.size() < mask.size()) {
      paths.addAll(Masks.CONTENT);
    }
    return List.copyOf(paths);
  }

  private Duration lifetime(Result result) {
    long seconds = result.permitSeconds() == null ? 0 : Math.max(0, result.permitSeconds());
    return Duration.ofSeconds(Math.min(seconds, permitMax.toSeconds()));
  }

  private static String revision(@Nullable Provenance provenance) {
    if (provenance == null || provenance.bundles() == null) {
      return "";
    }
    return provenance.bundles().values().stream()
        .map(BundleOf::revision)
        .filter(revision -> revision != null && !revision.isEmpty())
        .findFirst()
        .orElse("");
  }
}
