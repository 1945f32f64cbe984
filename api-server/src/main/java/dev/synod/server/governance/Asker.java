package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * On whose behalf OPA is asked.
 *
 * @param home what shares one share: the namespace of agents and of service accounts; a subject
 *     that has none is a home of its own
 */
record Asker(String home, String subject) {
  /** Whoever tries policies: the subjects that they ask about don't pay for it. */
  static final Asker TRIALS = new Asker("trials:", "trials:");

  /** The subject of a question. */
  static Asker of(JsonNode input) {
    JsonNode subject = input.path("subject");
    String id = subject.path("id").asText();
    String namespace = subject.path("namespace").asText();
    return new Asker(namespace.isEmpty() ? id : namespace, id);
  }
}
