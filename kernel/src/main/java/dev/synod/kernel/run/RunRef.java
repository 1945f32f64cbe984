package dev.synod.kernel.run;

import dev.synod.kernel.Scope;
import java.util.Comparator;

/** A run's name. */
public record RunRef(String namespace, String name) implements Comparable<RunRef> {
  private static final Comparator<RunRef> ORDER =
      Comparator.comparing(RunRef::namespace).thenComparing(RunRef::name);

  public Scope scope() {
    return Scope.of(namespace);
  }

  @Override
  public int compareTo(RunRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
