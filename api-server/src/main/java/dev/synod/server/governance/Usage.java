package dev.synod.server.governance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.quota.Countable;

/** How much there is in a namespace, as policies see it. */
final class Usage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Usage() {}

  /**
   * Of a namespace: agents, groups, sessions, documents, tasks that wait or are worked on,
   * proposals that are open, runs that have not ended.
   */
  static ObjectNode of(String namespace, KernelState state) {
    ObjectNode usage = JSON.createObjectNode();
    for (Countable kind : Countable.values()) {
      usage.put(kind.word(), kind.in(namespace, state));
    }
    return usage;
  }
}
