package dev.synod.operator.declaration;

import dev.synod.operator.OperatorConfiguration;
import dev.synod.operator.declaration.LiveStatusSource.Upkeep;
import dev.synod.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Makes the event source of each kind; its upkeep is done by the leader alone. */
@ApplicationScoped
public class LiveStatusSources {
  private final OperatorConfiguration configuration;
  private final KubernetesClient kubernetes;
  private final ServerConnection connection;
  private final Declarations declarations;
  private final Leadership leadership;
  private final Clock clock;

  LiveStatusSources(
      OperatorConfiguration configuration,
      KubernetesClient kubernetes,
      ServerConnection connection,
      Declarations declarations,
      Leadership leadership,
      Clock clock) {
    this.configuration = configuration;
    this.kubernetes = kubernetes;
    this.connection = connection;
    this.declarations = declarations;
    this.leadership = leadership;
    this.clock = clock;
  }

  /**
   * The source for a kind, with its comparison.
   *
   * @param further upkeep beside the comparison
   */
  public <P extends HasMetadata> LiveStatusSource<P> of(
      DeclaredKind kind, Class<P> type, Upkeep... further) {
    DeclarationUpkeep comparison = new DeclarationUpkeep(kind, type, kubernetes, declarations);
    List<Upkeep> upkeep =
        Stream.concat(Stream.<Upkeep>of(comparison::run), Stream.of(further))
            .map(this::asLeader)
            .toList();
    return new LiveStatusSource<>(
        kind,
        new StatusStream(kind, connection, clock),
        configuration.liveChangesPerSecondMax(),
        upkeep,
        configuration.comparisonInterval());
  }

  private Upkeep asLeader(Upkeep upkeep) {
    return reconcile -> {
      if (leadership.leads()) {
        upkeep.run(reconcile);
      }
    };
  }
}
