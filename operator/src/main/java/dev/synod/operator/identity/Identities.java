package dev.synod.operator.identity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives each Agent a client in Keycloak and the Secret that holds its credentials. */
@ApplicationScoped
@RBACRule(
    apiGroups = "",
    resources = "secrets",
    verbs = {"get", "create", "patch"})
@RBACRule(apiGroups = "", resources = "namespaces", resourceNames = "kube-system", verbs = "get")
public class Identities {
  private static final Logger LOG = Logger.getLogger(Identities.class);

  /** For this long what was found in Keycloak is taken as still so. */
  private static final Duration VERIFIED_FOR = Duration.ofSeconds(45);

  private final KubernetesClient kubernetes;
  private final KeycloakClients clients;
  private final Clock clock;
  private final Map<String, Instant> verified = new ConcurrentHashMap<>();
  private volatile @Nullable String cluster;

  Identities(KubernetesClient kubernetes, KeycloakClients clients, Clock clock) {
    this.kubernetes = kubernetes;
    this.clients = clients;
    this.clock = clock;
  }

  /** Name of an Agent's Secret. */
  public static String secretName(HasMetadata agent) {
    return agent.getMetadata().getName() + "-credentials";
  }

  /**
   * Brings an Agent to have its client and Secret.
   *
   * @param issuer what the Secret names as issuer; as the operator sees it when empty
   */
  public Provision provide(HasMetadata agent, Optional<String> issuer) {
    Secret present = secretOf(agent);
    if (present != null && !ManagedBy.isOwnedBy(present, agent)) {
      return new Provision.Taken(
          "Secret %s exists and is not this Agent's: delete it or rename the Agent"
              .formatted(secretName(agent)));
    }
    if (present != null && isVerified(agent)) {
      return new Provision.Ready(secretName(agent));
    }
    try {
      return switch (clients.provide(clientOf(agent))) {
        case KeycloakClients.Found.Taken taken ->
            new Provision.Taken(
                "Client %s in Keycloak belongs to %s: rename the Agent"
                    .formatted(clientOf(agent).clientId(), taken.owner()));
        case KeycloakClients.Found.Own own -> {
          keep(agent, present, credentials(agent, own.secret(), issuer.orElse(clients.issuer())));
          verified.put(agent.getMetadata().getUid(), clock.instant());
          yield new Provision.Ready(secretName(agent));
        }
      };
    } catch (KeycloakException e) {
      return new Provision.Unreachable(
          present != null, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  /**
   * Takes an Agent's client away; its Secret goes with the Agent.
   *
   * @throws IOException when Keycloak cannot be asked
   */
  public void withdraw(HasMetadata agent) throws IOException {
    verified.remove(agent.getMetadata().getUid());
    clients.remove(clientOf(agent));
  }

  /**
   * Takes away the clients of Agents of this cluster that exist no more.
   *
   * @param existing reads the uids of the Agents there are, once the clients are known
   * @throws IOException when Keycloak cannot be asked
   */
  public void prune(Supplier<Set<String>> existing) throws IOException {
    var known = clients.ofCluster(cluster());
    Set<String> alive = new HashSet<>(existing.get());
    for (AgentClient client : known) {
      if (!alive.contains(client.uid())) {
        LOG.infof("Client %s belongs to no Agent any more: removed", client.clientId());
        clients.remove(client);
      }
    }
    verified.keySet().retainAll(alive);
  }

  private boolean isVerified(HasMetadata agent) {
    Instant at = verified.get(agent.getMetadata().getUid());
    return at != null && clock.instant().isBefore(at.plus(VERIFIED_FOR));
  }

  private @Nullable Secret secretOf(HasMetadata agent) {
    return kubernetes
        .secrets()
        .inNamespace(agent.getMetadata().getNamespace())
        .withName(secretName(agent))
        .get();
  }

  private static Map<String, String> credentials(HasMetadata agent, String secret, String issuer) {
    Map<String, String> data = new TreeMap<>();
    data.put(
        "client-id",
        AgentClient.clientId(agent.getMetadata().getNamespace(), agent.getMetadata().getName()));
    data.put("client-secret", secret);
    data.put("issuer", issuer);
    data.put("token-url", issuer + "/protocol/openid-connect/token");
    data.replaceAll(
        (key, value) -> Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    return data;
  }

  private void keep(HasMetadata agent, @Nullable Secret present, Map<String, String> data) {
    if (present != null && data.equals(present.getData())) {
      return;
    }
    kubernetes
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(agent.getMetadata().getNamespace())
                .withName(secretName(agent))
                .withLabels(ManagedBy.LABELS)
                .withOwnerReferences(ManagedBy.ownedBy(agent))
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build())
        .fieldManager(ManagedBy.OPERATOR)
        .forceConflicts()
        .serverSideApply();
  }

  private AgentClient clientOf(HasMetadata agent) {
    return new AgentClient(
        cluster(),
        agent.getMetadata().getNamespace(),
        agent.getMetadata().getName(),
        agent.getMetadata().getUid());
  }

  /** By custom a cluster is known by the uid of this namespace, which is never made anew. */
  private String cluster() {
    String known = cluster;
    if (known == null) {
      Namespace namespace = kubernetes.namespaces().withName("kube-system").get();
      known = namespace.getMetadata().getUid();
      cluster = known;
    }
    return known;
  }
}
