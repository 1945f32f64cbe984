package dev.synod.kernel.run;

/**
 * A step of a run.
 *
 * @param path where it stands, as a JSON pointer into the definition with the indices of iterations
 */
public record StepRef(RunRef run, String path) {
  /** As the id of a deadline; names contain no {@code |}. */
  public String id() {
    return run.namespace() + "|" + run.name() + "|" + path;
  }

  /** The inverse of {@link #id()}. */
  public static StepRef ofId(String id) {
    String[] parts = id.split("\\|", 3);
    return new StepRef(new RunRef(parts[0], parts[1]), parts[2]);
  }
}
