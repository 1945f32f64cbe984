package dev.synod.kernel.document;

import dev.synod.kernel.Action;
import dev.synod.kernel.Command;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.GroupRef;

/** Changes of shared state. */
public sealed interface DocumentCommand extends Command {
  /** No expectation about the document's revision. */
  long ANY = -1;

  /** The document must not exist. */
  long ABSENT = 0;

  /**
   * Writes one document.
   *
   * @param expectedRevision {@link #ANY}, {@link #ABSENT}, or the revision that the write is based
   *     on
   */
  record WriteDocument(GroupRef group, String key, Write write, long expectedRevision)
      implements DocumentCommand {
    @Override
    public String action() {
      return Action.STATE_WRITE;
    }

    @Override
    public Scope scope() {
      return group.scope();
    }
  }
}
