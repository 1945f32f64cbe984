package dev.synod.operator.declaration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process has declared: the same declaration is sent once, until the comparison with the
 * API server finds that it is missing there.
 */
@ApplicationScoped
public class Declarations {
  private final DeclarationClient client;
  private final Map<Key, ObjectNode> sent = new ConcurrentHashMap<>();

  private record Key(DeclaredKind kind, String namespace, String name) {}

  Declarations(DeclarationClient client) {
    this.client = client;
  }

  /** Brings the API server to know a declaration. */
  public Outcome declare(Declaration declaration) {
    Key key = new Key(declaration.kind(), declaration.namespace(), declaration.name());
    if (declaration.body().equals(sent.get(key))) {
      return Outcome.DONE;
    }
    Outcome outcome = client.put(declaration);
    if (outcome instanceof Outcome.Done) {
      sent.put(key, declaration.body());
    }
    return outcome;
  }

  /** Brings the API server to forget a declaration. */
  public Outcome retract(DeclaredKind kind, String namespace, String name, String uid) {
    forget(kind, namespace, name);
    return client.delete(kind, namespace, name, uid);
  }

  /**
   * Whether the declaration with this uid and generation was sent, as far as this process knows.
   */
  boolean isSent(Declared declared, DeclaredKind kind) {
    ObjectNode body = sent.get(new Key(kind, declared.namespace(), declared.name()));
    return body != null
        && body.path("uid").asText().equals(declared.uid())
        && body.path("generation").asLong() == declared.generation();
  }

  /** Everything of a kind that the API server holds. */
  List<Declared> list(DeclaredKind kind) throws IOException {
    return client.list(kind);
  }

  /** Makes the next {@link #declare} send again. */
  void forget(DeclaredKind kind, String namespace, String name) {
    sent.remove(new Key(kind, namespace, name));
  }
}
