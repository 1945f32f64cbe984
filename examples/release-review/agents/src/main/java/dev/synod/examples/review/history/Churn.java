package dev.synod.examples.review.history;

import dev.synod.examples.review.history.History.FileChurn;
import dev.synod.examples.review.repository.Change;
import dev.synod.examples.review.repository.Commit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up changes per file while commits are read from the newest to the oldest. A renamed file
 * keeps its history: changes under a former name count for the name it has now.
 */
public final class Churn {
  private final Map<String, FileChurn> byPath = new HashMap<>();
  private final Map<String, String> newestName = new HashMap<>();

  /** Adds a commit, which must be older than the ones before. */
  public void add(Commit commit) {
    for (Change change : commit.changes()) {
      String path = newestName.getOrDefault(change.path(), change.path());
      if (change.renamed()) {
        newestName.put(change.formerPath(), path);
      }
      byPath.merge(
          path,
          new FileChurn(path, 1, change.added(), change.deleted()),
          (a, b) ->
              new FileChurn(
                  path,
                  a.commits() + b.commits(),
                  a.added() + b.added(),
                  a.deleted() + b.deleted()));
    }
  }

  /** Lines added and deleted of the file that has this name now. */
  public long lines(String path) {
    FileChurn churn = byPath.get(path);
    return churn == null ? 0 : churn.lines();
  }

  /** Every file that ever changed, in no order. */
  Collection<FileChurn> files() {
    return List.copyOf(byPath.values());
  }
}
