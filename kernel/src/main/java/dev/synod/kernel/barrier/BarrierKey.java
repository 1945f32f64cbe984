package dev.synod.kernel.barrier;

import dev.synod.kernel.group.GroupRef;
import java.util.Comparator;

/** One instance of a declared barrier, such as one run's. */
public record BarrierKey(GroupRef group, String name, String instance)
    implements Comparable<BarrierKey> {
  private static final Comparator<BarrierKey> ORDER =
      Comparator.comparing(BarrierKey::group)
          .thenComparing(BarrierKey::name)
          .thenComparing(BarrierKey::instance);

  @Override
  public int compareTo(BarrierKey other) {
    return ORDER.compare(this, other);
  }

  /** As the id of a deadline; names contain no {@code |}. */
  public String id() {
    return group.namespace() + "|" + group.name() + "|" + name + "|" + instance;
  }

  /** The inverse of {@link #id()}. */
  public static BarrierKey ofId(String id) {
    String[] parts = id.split("\\|", 4);
    return new BarrierKey(new GroupRef(parts[0], parts[1]), parts[2], parts[3]);
  }
}
