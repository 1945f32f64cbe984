package dev.synod.operator.declaration;

/** What can be declared to the API server. */
public enum DeclaredKind {
  AGENTS("agents"),
  GROUPS("groups"),
  WORKFLOWS("workflows"),
  RUNS("runs"),
  POLICIES("policies");

  private final String path;

  DeclaredKind(String path) {
    this.path = path;
  }

  /** Its segment in URLs. */
  public String path() {
    return path;
  }
}
