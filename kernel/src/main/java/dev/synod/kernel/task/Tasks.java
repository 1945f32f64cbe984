package dev.synod.kernel.task;

import dev.synod.kernel.Table;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** All live tasks, and the lines in which they wait. */
public record Tasks(Table<Long, Task> table, HashMap<Task.QueueKey, TreeSet<Slot>> queues) {
  public static final Tasks EMPTY = new Tasks(Table.empty(), HashMap.empty());

  /** A place in a line: by priority, then by age. */
  public record Slot(int rank, long task) implements Comparable<Slot> {
    private static final Comparator<Slot> ORDER =
        Comparator.comparingInt(Slot::rank).thenComparingLong(Slot::task);

    static Slot of(Task task) {
      return new Slot(task.spec().priority().rank(), task.id());
    }

    @Override
    public int compareTo(Slot other) {
      return ORDER.compare(this, other);
    }
  }

  public @Nullable Task get(long id) {
    return table.get(id);
  }

  /** The waiting tasks of a line, first the one that goes next. */
  public TreeSet<Slot> queue(Task.QueueKey key) {
    return queues.getOrElse(key, TreeSet.empty());
  }

  Tasks put(Task task) {
    var queue = queue(task.queue());
    var slot = Slot.of(task);
    var now = task.status() == TaskStatus.QUEUED ? queue.add(slot) : queue.remove(slot);
    return new Tasks(
        table.put(task.id(), task),
        now.isEmpty() ? queues.remove(task.queue()) : queues.put(task.queue(), now));
  }

  Tasks forget(long id) {
    return new Tasks(table.remove(id), queues);
  }
}
