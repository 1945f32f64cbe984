package dev.synod.audit.note;

import dev.synod.audit.tree.Hash;
import java.util.Collection;
import java.util.List;

/**
 * The size and the root of the tree at a moment (C2SP tlog-checkpoint).
 *
 * @param origin whose tree it is
 * @param size entries
 */
public record Checkpoint(String origin, long size, Hash root) {
  private static final int LINES = 3;

  /** The signed note over it. */
  public String signed(List<SignerKey> keys) {
    return Note.sign(origin + "\n" + size + "\n" + root.base64() + "\n", keys);
  }

  /**
   * A checkpoint from a note that one of the keys has signed which have the name of its origin: a
   * key speaks for no other tree.
   */
  public static Checkpoint verified(String note, Collection<VerifierKey> keys)
      throws NoteException {
    Note signed = Note.parse(note);
    Checkpoint checkpoint = ofText(signed.verified(keys));
    signed.verified(VerifierKey.named(checkpoint.origin(), keys));
    return checkpoint;
  }

  /** What a note says, whoever signed it. */
  public static Checkpoint claimed(String note) throws NoteException {
    return ofText(Note.parse(note).text());
  }

  private static Checkpoint ofText(String text) throws NoteException {
    List<String> lines = text.lines().toList();
    if (lines.size() < LINES || lines.getFirst().isEmpty()) {
      throw new NoteException(
          "Expected a checkpoint (origin, size, root), but found %d lines."
              .formatted(lines.size()));
    }
    try {
      long size = Long.parseLong(lines.get(1));
      if (size >= 0 && Long.toString(size).equals(lines.get(1))) {
        return new Checkpoint(lines.getFirst(), size, Hash.ofBase64(lines.get(2)));
      }
    } catch (IllegalArgumentException e) {
      throw new NoteException("Expected the size and the root of a checkpoint.", e);
    }
    throw new NoteException(
        "Expected the size of a checkpoint in decimal, but found something else.");
  }
}
