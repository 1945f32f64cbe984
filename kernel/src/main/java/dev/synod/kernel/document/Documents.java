package dev.synod.kernel.document;

import dev.synod.kernel.Table;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.value.Fingerprint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents of all groups. */
public record Documents(DocumentsByGroup byGroup) {
  public static final Documents EMPTY = new Documents(DocumentsByGroup.EMPTY);

  /**
   * The documents of one group.
   *
   * @param keys in order, for listing; changes only when a document comes or goes
   */
  public record GroupDocuments(Table<String, Document> table, KeyIndex keys) {
    static final GroupDocuments EMPTY = new GroupDocuments(Table.empty(), KeyIndex.EMPTY);
  }

  public GroupDocuments of(GroupRef group) {
    return byGroup.of(group);
  }

  public @Nullable Document get(GroupRef group, String key) {
    return of(group).table().get(key);
  }

  /**
   * Documents whose keys begin with a prefix, in order of keys, after the given key, at most so
   * many.
   */
  public List<Document> list(GroupRef group, String prefix, String after, int limit) {
    GroupDocuments documents = of(group);
    var found = new ArrayList<Document>();
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    for (Iterator<String> keys = documents.keys().from(from); keys.hasNext(); ) {
      String key = keys.next();
      if (!key.startsWith(prefix) || found.size() >= limit) {
        break;
      }
      if (!key.equals(after) || after.isEmpty()) {
        found.add(documents.table().require(key));
      }
    }
    return found;
  }

  Documents put(GroupRef group, Document document) {
    GroupDocuments old = of(group);
    var keys =
        document.revision() == document.createdRevision()
            ? old.keys().add(document.key())
            : old.keys();
    return new Documents(
        byGroup.put(group, new GroupDocuments(old.table().put(document.key(), document), keys)));
  }

  Documents remove(GroupRef group, String key) {
    GroupDocuments old = of(group);
    var rest = new GroupDocuments(old.table().remove(key), old.keys().remove(key));
    return new Documents(byGroup.put(group, rest));
  }

  /** These documents without those of a group. */
  public Documents dropGroup(GroupRef group) {
    return new Documents(byGroup.put(group, GroupDocuments.EMPTY));
  }

  /** How many there are in all groups. */
  public int size() {
    return (int) byGroup.sum((_, documents) -> documents.table().size());
  }

  /** Sum over the groups, each bound to its name. */
  public long digest() {
    return byGroup.sum(
        (group, documents) ->
            new Fingerprint("documents")
                .add(group.namespace())
                .add(group.name())
                .add(documents.table().digest())
                .value());
  }
}
