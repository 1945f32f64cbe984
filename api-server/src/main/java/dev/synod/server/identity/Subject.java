package dev.synod.server.identity;

import java.time.Instant;
import java.util.SortedSet;

/**
 * Who calls, or is asked about. For an agent, {@code namespace} and {@code name} are those of its
 * Agent resource, for a user of the Kubernetes API those of its service account; for others the
 * namespace is empty.
 *
 * @param id such as {@code person:ada}, {@code agent:review/lead}, {@code service:worker}
 * @param roles as governance knows them: {@code viewer} for all namespaces, {@code viewer:review}
 *     for one
 * @param expiresAt when the token that said so runs out; streams end then
 */
public record Subject(
    String id,
    Kind kind,
    SortedSet<String> roles,
    String namespace,
    String name,
    Instant expiresAt) {

  /** The role that no policy gives anything for: its holder may leave declared policies out. */
  public static final String BREAK_GLASS = "break-glass";

  /** What kind of caller this is; the wire word is the lower-case name. */
  public enum Kind {
    PERSON("person"),
    AGENT("agent"),
    SERVICE("service"),
    /** A user of the Kubernetes API, who never calls: the operator asks about them. */
    KUBERNETES("kubernetes");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word that policies see. */
    public String word() {
      return word;
    }
  }
}
