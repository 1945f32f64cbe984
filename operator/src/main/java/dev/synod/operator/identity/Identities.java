package dev.synod.operator.identity;

import dev.synod.operator.condition.EventRecorder;
import dev.synod.operator.identity.AgentSecrets.Issued;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives each Agent a client in Keycloak and the Secret that holds its credentials, and makes them
 * anew in time. Keycloak keeps one secret per client, so that a rotation is the next client: both
 * work until those who hold the former credentials have read the Secret again.
 */
@ApplicationScoped
@RBACRule(apiGroups = "", resources = "namespaces", resourceNames = "kube-system", verbs = "get")
public class Identities {
  private static final Logger LOG = Logger.getLogger(Identities.class);

  /** For this long what was found in Keycloak is taken as still so. */
  private static final Duration VERIFIED_FOR = Duration.ofSeconds(45);

  private final KubernetesClient kubernetes;
  private final AgentSecrets secrets;
  private final KeycloakClients clients;
  private final EventRecorder events;
  private final Clock clock;
  private final Map<String, Instant> verifiedUntil = new ConcurrentHashMap<>();
  private volatile @Nullable String cluster;

  Identities(
      KubernetesClient kubernetes,
      AgentSecrets secrets,
      KeycloakClients clients,
      EventRecorder events,
      Clock clock) {
    this.kubernetes = kubernetes;
    this.secrets = secrets;
    this.clients = clients;
    this.events = events;
    this.clock = clock;
  }

  /** Name of an Agent's Secret. */
  public static String secretName(HasMetadata agent) {
    return AgentSecrets.name(agent);
  }

  /**
   * Brings an Agent to have its client and Secret.
   *
   * @param issuer what the Secret names as issuer; as the operator sees it when empty
   */
  public Provision provide(HasMetadata agent, Rotation rotation, Optional<String> issuer) {
    Secret present = secrets.find(agent);
    if (present != null && !ManagedBy.isOwnedBy(present, agent)) {
      return new Provision.Taken(
          "Secret %s exists and is not this Agent's: delete it or rename the Agent"
              .formatted(secretName(agent)));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Issued issued = present == null ? new Issued(1, now) : AgentSecrets.issued(present);
    boolean due = present != null && !now.isBefore(rotation.due(issued.at()));
    if (present != null && !due && isVerified(agent, now)) {
      return ready(agent, issued, rotation, now);
    }
    Issued wanted = due ? issued.next(now) : issued;
    AgentClient client = clientOf(agent).withGeneration(wanted.generation());
    try {
      return switch (clients.provide(client)) {
        case KeycloakClients.Found.Taken taken ->
            new Provision.Taken(
                "Client %s in Keycloak belongs to %s: rename the Agent"
                    .formatted(client.clientId(), taken.owner()));
        case KeycloakClients.Found.Own own -> {
          secrets.keep(
              agent, present, client, own.secret(), wanted, issuer.orElse(clients.issuer()));
          yield provided(agent, client, wanted, rotation, due, now);
        }
      };
    } catch (KeycloakException e) {
      return new Provision.Unreachable(
          present != null, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    }
  }

  private Provision provided(
      HasMetadata agent,
      AgentClient client,
      Issued issued,
      Rotation rotation,
      boolean rotated,
      Instant now)
      throws KeycloakException {
    if (rotated) {
      events.record(
          agent,
          EventRecorder.Type.NORMAL,
          "Rotate",
          "CredentialsRotated",
          "Secret %s holds those of client %s now; the former ones work until %s."
              .formatted(secretName(agent), client.clientId(), rotation.formerEnd(issued.at())));
    } else if (client.generation() > 1 && !now.isBefore(rotation.formerEnd(issued.at()))) {
      clients.removeFormer(client);
    }
    Provision.Ready ready = ready(agent, issued, rotation, now);
    Instant soon = now.plus(VERIFIED_FOR);
    verifiedUntil.put(
        agent.getMetadata().getUid(),
        ready.nextChange().isBefore(soon) ? ready.nextChange() : soon);
    return ready;
  }

  private static Provision.Ready ready(
      HasMetadata agent, Issued issued, Rotation rotation, Instant now) {
    Instant formerEnd = rotation.formerEnd(issued.at());
    return new Provision.Ready(
        secretName(agent),
        rotation.due(issued.at()),
        issued.generation() > 1 && now.isBefore(formerEnd)
            ? Optional.of(formerEnd)
            : Optional.empty(),
        rotation.unreadable());
  }

  /**
   * Takes an Agent's clients away; its Secret goes with the Agent.
   *
   * @throws IOException when Keycloak cannot be asked
   */
  public void withdraw(HasMetadata agent) throws IOException {
    verifiedUntil.remove(agent.getMetadata().getUid());
    clients.removeAll(clientOf(agent));
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
    verifiedUntil.keySet().retainAll(alive);
  }

  private boolean isVerified(HasMetadata agent, Instant now) {
    Instant until = verifiedUntil.get(agent.getMetadata().getUid());
    return until != null && now.isBefore(until);
  }

  private AgentClient clientOf(HasMetadata agent) {
    return new AgentClient(
        cluster(),
        agent.getMetadata().getNamespace(),
        agent.getMetadata().getName(),
        agent.getMetadata().getUid(),
        1);
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
