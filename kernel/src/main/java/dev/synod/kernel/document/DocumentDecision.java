package dev.synod.kernel.document;

import dev.synod.kernel.Code;
import dev.synod.kernel.Draft;
import dev.synod.kernel.Limits;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.document.DocumentCommand.WriteDocument;
import dev.synod.kernel.group.Group;
import dev.synod.kernel.group.GroupDecision;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decides on changes of shared state, by the merge policy that the group declares for the key. */
public final class DocumentDecision {
  private DocumentDecision() {}

  public static @Nullable Rejection decide(Draft draft, DocumentCommand command) {
    return switch (command) {
      case WriteDocument c -> write(draft, c, draft.origin().subject());
    };
  }

  /** Writes on behalf of a subject; runs write by the same rules as agents. */
  public static @Nullable Rejection write(Draft draft, WriteDocument command, String by) {
    Group group = draft.state().groups().get(command.group());
    if (group == null) {
      return GroupDecision.unknown(command.group());
    }
    if (command.key().isEmpty() || command.key().length() > Limits.KEY_LENGTH_MAX) {
      return new Rejection(
          Code.INVALID_ARGUMENT,
          "Expected a key of 1 to %d characters, but found %d."
              .formatted(Limits.KEY_LENGTH_MAX, command.key().length()));
    }
    MergePolicy policy = group.spec().mergePolicy(command.key());
    if (policy == null) {
      return new Rejection(
          Code.UNDECLARED_KEY,
          "Expected a key under a prefix in spec.state.keys of CoordinationGroup %s, but found '%s'."
              .formatted(group.ref(), command.key()));
    }
    Document present = draft.state().documents().get(command.group(), command.key());
    Rejection stale = checkRevision(command, policy, present);
    if (stale != null) {
      return stale;
    }
    return switch (command.write()) {
      case Write.Delete _ -> {
        if (present != null) {
          draft.emit(new DocumentEvent.DocumentDeleted(command.group(), command.key(), by));
        }
        yield null;
      }
      case Write.Put put -> put(draft, command, policy, put.value(), by);
      case Write.Merge merge -> merge(draft, command, policy, merge.patch(), by);
      case Write.Add add -> add(draft, command, policy, add.delta(), by);
    };
  }

  private static @Nullable Rejection checkRevision(
      WriteDocument command, MergePolicy policy, @Nullable Document present) {
    long found = present == null ? DocumentCommand.ABSENT : present.revision();
    long expected = command.expectedRevision();
    if (expected == DocumentCommand.ANY) {
      return policy == MergePolicy.REJECT
          ? new Rejection(
                  Code.REVISION_CONFLICT,
                  "Expected the revision that the write of '%s' is based on, for its merge policy is Reject; found none. It is now at revision %d."
                      .formatted(command.key(), found))
              .with("found", Value.of(found))
          : null;
    }
    if (expected == found) {
      return null;
    }
    var conflict =
        new Rejection(
                Code.REVISION_CONFLICT,
                "Expected '%s' at revision %d, but found it at %d. Read it again and decide on what it holds now."
                    .formatted(command.key(), expected, found))
            .with("expected", Value.of(expected))
            .with("found", Value.of(found))
            .with("foundValue", present == null ? Values.NULL : present.value());
    return switch (command.write()) {
      case Write.Put put -> conflict.with("yourValue", put.value());
      case Write.Merge merge -> conflict.with("yourPatch", merge.patch());
      case Write.Add add -> conflict.with("yourDelta", add.delta());
      case Write.Delete _ -> conflict;
    };
  }

  private static @Nullable Rejection put(
      Draft draft, WriteDocument command, MergePolicy policy, Value value, String by) {
    if (policy == MergePolicy.COUNTER && !(value instanceof Value.Num)) {
      return mismatch(command.key(), policy, "a number");
    }
    return store(draft, command, value, by);
  }

  private static @Nullable Rejection merge(
      Draft draft, WriteDocument command, MergePolicy policy, Value patch, String by) {
    if (policy == MergePolicy.COUNTER) {
      return mismatch(command.key(), policy, "an addition");
    }
    Document present = draft.state().documents().get(command.group(), command.key());
    return store(
        draft, command, (present == null ? Values.NULL : present.value()).merge(patch), by);
  }

  private static @Nullable Rejection add(
      Draft draft, WriteDocument command, MergePolicy policy, Value.Num delta, String by) {
    if (policy != MergePolicy.COUNTER) {
      return mismatch(command.key(), policy, "a value or a merge patch");
    }
    Document present = draft.state().documents().get(command.group(), command.key());
    BigDecimal sum =
        present != null && present.value() instanceof Value.Num number
            ? number.value().add(delta.value())
            : delta.value();
    try {
      return store(draft, command, new Value.Num(sum), by);
    } catch (IllegalArgumentException e) {
      return new Rejection(Code.LIMIT_EXCEEDED, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Rejection store(
      Draft draft, WriteDocument command, Value value, String by) {
    if (value.size() > Limits.DOCUMENT_SIZE_MAX) {
      return new Rejection(
          Code.TOO_LARGE,
          "Expected a document of at most %d characters, but '%s' would have %d."
              .formatted(Limits.DOCUMENT_SIZE_MAX, command.key(), value.size()));
    }
    var documents = draft.state().documents().of(command.group());
    if (documents.table().size() >= Limits.DOCUMENTS_PER_GROUP_MAX
        && !documents.table().has(command.key())) {
      return new Rejection(
          Code.LIMIT_EXCEEDED,
          "Expected at most %d documents in group %s."
              .formatted(Limits.DOCUMENTS_PER_GROUP_MAX, command.group()));
    }
    draft.emit(new DocumentEvent.DocumentWritten(command.group(), command.key(), value, by));
    return null;
  }

  private static Rejection mismatch(String key, MergePolicy policy, String expected) {
    return new Rejection(
        Code.MERGE_MISMATCH,
        "Expected %s for '%s', for its merge policy is %s."
            .formatted(expected, key, policy.word()));
  }
}
