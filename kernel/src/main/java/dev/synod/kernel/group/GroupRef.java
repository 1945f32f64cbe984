package dev.synod.kernel.group;

import dev.synod.kernel.Scope;

/** A coordination group's name. */
public record GroupRef(String namespace, String name) implements Comparable<GroupRef> {
  public Scope scope() {
    return new Scope(namespace, name);
  }

  @Override
  public int compareTo(GroupRef other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
