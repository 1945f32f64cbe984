package dev.synod.operator.identity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Secrets that hold agents' credentials. */
@ApplicationScoped
@RBACRule(
    apiGroups = "",
    resources = "secrets",
    verbs = {"get", "create", "patch"})
class AgentSecrets {
  /** Annotation of the Secret: when what it holds was issued (RFC 3339). */
  static final String ISSUED_AT = "synod.dev/issued-at";

  private static final String CLIENT_ID = "client-id";

  private final KubernetesClient kubernetes;

  AgentSecrets(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** Which credentials a Secret holds. */
  record Issued(int generation, Instant at) {
    Issued next(Instant now) {
      return new Issued(generation + 1, now);
    }
  }

  /** Name of an Agent's Secret. */
  static String name(HasMetadata agent) {
    return agent.getMetadata().getName() + "-credentials";
  }

  @Nullable Secret find(HasMetadata agent) {
    return kubernetes
        .secrets()
        .inNamespace(agent.getMetadata().getNamespace())
        .withName(name(agent))
        .get();
  }

  /** What a Secret of ours holds; one without annotation counts from its creation. */
  static Issued issued(Secret secret) {
    Map<String, String> annotations = secret.getMetadata().getAnnotations();
    String at = annotations == null ? null : annotations.get(ISSUED_AT);
    String id = secret.getData() == null ? null : secret.getData().get(CLIENT_ID);
    return new Issued(
        id == null
            ? 1
            : AgentClient.generationOf(
                new String(Base64.getDecoder().decode(id), StandardCharsets.UTF_8)),
        Instant.parse(at == null ? secret.getMetadata().getCreationTimestamp() : at));
  }

  /** Brings the Secret to hold these credentials. */
  void keep(
      HasMetadata agent,
      @Nullable Secret present,
      AgentClient client,
      String secret,
      Issued issued,
      String issuer) {
    Map<String, String> data = data(client, secret, issuer);
    if (present != null && data.equals(present.getData()) && issued.equals(issued(present))) {
      return;
    }
    kubernetes
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(agent.getMetadata().getNamespace())
                .withName(name(agent))
                .withLabels(ManagedBy.LABELS)
                .withAnnotations(Map.of(ISSUED_AT, issued.at().toString()))
                .withOwnerReferences(ManagedBy.ownedBy(agent))
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build())
        .fieldManager(ManagedBy.OPERATOR)
        .forceConflicts()
        .serverSideApply();
  }

  private static Map<String, String> data(AgentClient client, String secret, String issuer) {
    Map<String, String> data = new TreeMap<>();
    data.put(CLIENT_ID, client.clientId());
    data.put("client-secret", secret);
    data.put("issuer", issuer);
    data.put("token-url", issuer + "/protocol/openid-connect/token");
    data.replaceAll(
        (key, value) -> Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    return data;
  }
}
