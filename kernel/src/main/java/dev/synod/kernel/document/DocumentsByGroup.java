package dev.synod.kernel.document;

import dev.synod.kernel.Counts;
import dev.synod.kernel.document.Documents.GroupDocuments;
import dev.synod.kernel.group.GroupRef;
import io.vavr.collection.HashMap;
import java.util.function.BiConsumer;
import java.util.function.ToLongBiFunction;

/**
 * A persistent map of the groups that have documents, which carries their number by namespace.
 * Iteration has no promised order.
 */
public final class DocumentsByGroup {
  public static final DocumentsByGroup EMPTY = new DocumentsByGroup(HashMap.empty(), Counts.NONE);

  private final HashMap<GroupRef, GroupDocuments> entries;
  private final Counts counts;

  private DocumentsByGroup(HashMap<GroupRef, GroupDocuments> entries, Counts counts) {
    this.entries = entries;
    this.counts = counts;
  }

  public GroupDocuments of(GroupRef group) {
    return entries.getOrElse(group, GroupDocuments.EMPTY);
  }

  /** The same with other documents of a group; without the group where there are none. */
  public DocumentsByGroup put(GroupRef group, GroupDocuments documents) {
    int size = documents.table().size();
    return new DocumentsByGroup(
        size == 0 ? entries.remove(group) : entries.put(group, documents),
        counts.plus(group.namespace(), (long) size - of(group).table().size()));
  }

  /** How many groups have documents. */
  public int size() {
    return entries.size();
  }

  public void forEach(BiConsumer<? super GroupRef, ? super GroupDocuments> visitor) {
    entries.forEach((group, documents) -> visitor.accept(group, documents));
  }

  /** How many documents the groups of a namespace have together. */
  public long countIn(String namespace) {
    return counts.in(namespace);
  }

  /** The sum of a number of each group. */
  long sum(ToLongBiFunction<GroupRef, GroupDocuments> number) {
    long sum = 0;
    for (var entry : entries) {
      sum += number.applyAsLong(entry._1(), entry._2());
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DocumentsByGroup that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
