package dev.synod.kernel.run;

/** A workflow's name. */
public record WorkflowRef(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
