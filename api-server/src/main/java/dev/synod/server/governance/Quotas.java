package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.document.DocumentCommand.WriteDocument;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.proposal.ProposalCommand.OpenProposal;
import dev.synod.kernel.quota.Countable;
import dev.synod.kernel.quota.Quota;
import dev.synod.rego.QuotaNumber;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What declared policies say of how much there may be. Those that enforce it go into the permit,
 * for the kernel to hold each change to; the others are looked at here, before the change.
 */
final class Quotas {
  private Quotas() {}

  /** What a policy gave for a quota, or null where that is not whole numbers of what is counted. */
  static @Nullable Map<Countable, Long> read(@Nullable JsonNode said) {
    var quota = new EnumMap<Countable, Long>(Countable.class);
    if (said == null || said.isMissingNode()) {
      return quota;
    }
    for (var member : said.properties()) {
      Countable kind = Countable.of(member.getKey());
      JsonNode max = member.getValue();
      if (kind == null || !QuotaNumber.isOne(max)) {
        return null;
      }
      quota.put(kind, max.longValue());
    }
    return said.isObject() ? Collections.unmodifiableMap(quota) : null;
  }

  /** Why {@link #read} gives nothing. */
  static String unreadable() {
    return "expected its quota to be whole numbers from 0 of some of %s"
        .formatted(Countable.words());
  }

  /** The smallest that the kernel is to hold an action to, or null. */
  static @Nullable Quota enforced(List<Ceiling> all, String action) {
    Countable kind = Countable.madeBy(action);
    return all.stream()
        .filter(ceiling -> ceiling.kind() == kind && ceiling.policy().enforces())
        .min(Comparator.comparingLong(Ceiling::max))
        .map(Ceiling::quota)
        .orElse(null);
  }

  /** Those that are reached. */
  static List<Ceiling> reached(
      List<Ceiling> all, @Nullable Countable kind, String namespace, KernelState state) {
    return all.stream()
        .filter(ceiling -> ceiling.kind() == kind && ceiling.isReached(namespace, state))
        .toList();
  }

  /** What there would be one more of by a command, as it looks now; null for nothing. */
  static @Nullable Countable madeBy(Command command, KernelState state) {
    boolean isThere =
        switch (command) {
          case WriteDocument write ->
              write.write() instanceof Write.Delete
                  || state.documents().get(write.group(), write.key()) != null;
          case OpenProposal open -> state.proposals().get(open.key()) != null;
          default -> false;
        };
    return isThere ? null : Countable.madeBy(command.action());
  }

  /** What there would be one more of by what a question asks for, or null for nothing. */
  static @Nullable Countable askedFor(JsonNode input) {
    return Countable.madeBy(input.path("action").asText(), input.at("/resource/kind").asText());
  }
}
