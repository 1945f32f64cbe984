package dev.synod.operator.declaration;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Compares from time to time what the API server holds with the resources there are: takes back
 * what belongs to none, and has reconciled what is not declared.
 */
final class DeclarationUpkeep {
  private static final Logger LOG = Logger.getLogger(DeclarationUpkeep.class);
  private final DeclaredKind kind;
  private final Class<? extends HasMetadata> type;
  private final KubernetesClient kubernetes;
  private final Declarations declarations;

  DeclarationUpkeep(
      DeclaredKind kind,
      Class<? extends HasMetadata> type,
      KubernetesClient kubernetes,
      Declarations declarations) {
    this.kind = kind;
    this.type = type;
    this.kubernetes = kubernetes;
    this.declarations = declarations;
  }

  void run(Consumer<ResourceID> reconcile) throws IOException {
    List<Declared> declared = declarations.list(kind);
    List<Declared> existing =
        kubernetes.resources(type).inAnyNamespace().list().getItems().stream()
            .map(DeclarationUpkeep::asDeclared)
            .toList();
    Comparison comparison = Comparison.between(declared, existing);
    for (Declared orphan : comparison.orphans()) {
      Outcome outcome = declarations.retract(kind, orphan.namespace(), orphan.name(), orphan.uid());
      LOG.infof(
          "%s %s/%s (%s) is declared but exists no more: retracted, %s",
          kind, orphan.namespace(), orphan.name(), orphan.uid(), outcome);
    }
    for (Declared missing : comparison.missing()) {
      if (declarations.isSent(missing, kind)) {
        LOG.infof(
            "%s %s/%s was declared but the API server does not have it: declaring it again",
            kind, missing.namespace(), missing.name());
        declarations.forget(kind, missing.namespace(), missing.name());
      }
      reconcile.accept(new ResourceID(missing.name(), missing.namespace()));
    }
  }

  private static Declared asDeclared(HasMetadata resource) {
    return new Declared(
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid(),
        resource.getMetadata().getGeneration());
  }
}
