package dev.synod.operator.witness;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.VerifierKey;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Proofs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a checkpoint is, beside the one that was published before. */
sealed interface Judgement {

  /** It is signed by a key that was known before, and its tree has grown from the last one. */
  record Consistent(Checkpoint checkpoint) implements Judgement {}

  /** It must not be published. */
  record Inconsistent(String because) implements Judgement {}

  /** Where proofs come from. */
  @FunctionalInterface
  interface ProofSource {
    List<String> consistency(long from, long to) throws IOException;
  }

  /**
   * Judges a checkpoint.
   *
   * @param published what was published before; on first use, what the server names as its keys
   * @throws IOException if a proof can't be had
   */
  static Judgement of(Published published, String offered, ProofSource proofs) throws IOException {
    try {
      List<VerifierKey> keys = keys(published.keys());
      Checkpoint now = Checkpoint.verified(offered, keys);
      if (published.note().isEmpty()) {
        return new Consistent(now);
      }
      return beside(Checkpoint.verified(published.note(), keys), now, proofs);
    } catch (NoteException | IllegalArgumentException e) {
      return new Inconsistent(String.valueOf(e.getMessage()));
    }
  }

  private static Judgement beside(Checkpoint before, Checkpoint now, ProofSource proofs)
      throws IOException {
    if (!before.origin().equals(now.origin())) {
      return new Inconsistent(
          "Expected a checkpoint of %s, but found one of %s."
              .formatted(before.origin(), now.origin()));
    }
    if (now.size() < before.size()) {
      return new Inconsistent(
          "Expected at least %d entries, which were published before, but found %d: entries were taken away, or the log was restored from a backup."
              .formatted(before.size(), now.size()));
    }
    List<Hash> path = new ArrayList<>();
    if (now.size() > before.size()) {
      for (String hash : proofs.consistency(before.size(), now.size())) {
        path.add(Hash.ofBase64(hash));
      }
    }
    return Proofs.isConsistent(before.size(), before.root(), now.size(), now.root(), path)
        ? new Consistent(now)
        : new Inconsistent(
            "Expected a tree that grew from the published one of %d entries, but the one of %d entries did not: history was rewritten."
                .formatted(before.size(), now.size()));
  }

  private static List<VerifierKey> keys(List<String> texts) throws NoteException {
    var keys = new ArrayList<VerifierKey>();
    for (String text : texts) {
      keys.add(VerifierKey.parse(text));
    }
    return keys;
  }
}
