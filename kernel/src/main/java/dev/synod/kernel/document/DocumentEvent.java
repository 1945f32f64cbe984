package dev.synod.kernel.document;

import dev.synod.kernel.Event;
import dev.synod.kernel.Scope;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Value;

/** What happened to documents. */
public sealed interface DocumentEvent extends Event {
  GroupRef group();

  String key();

  @Override
  default Scope scope() {
    return group().scope();
  }

  record DocumentWritten(GroupRef group, String key, Value value, String by)
      implements DocumentEvent {}

  record DocumentDeleted(GroupRef group, String key, String by) implements DocumentEvent {}
}
