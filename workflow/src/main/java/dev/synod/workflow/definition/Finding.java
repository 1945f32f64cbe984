package dev.synod.workflow.definition;

/**
 * Something that keeps a definition from being accepted.
 *
 * @param path JSON pointer (RFC 6901) into the definition
 * @param code one stable word, see {@link Code}
 * @param message what was expected, what was found, and what to do
 */
public record Finding(String path, Code code, String message) {

  /** Why a definition is refused. */
  public enum Code {
    /** It does not follow the JSON Schema of the DSL. */
    SCHEMA("schema"),
    /** It uses a part of the DSL that this version does not implement. */
    NOT_SUPPORTED("not-supported"),
    /** It calls a function that is not in the default catalog. */
    UNKNOWN_FUNCTION("unknown-function"),
    /** The arguments of a function do not follow the function's own schema. */
    ARGUMENTS("arguments"),
    /** {@code then} names no task of its own scope. */
    UNKNOWN_TASK("unknown-task"),
    /** Two tasks of one scope have the same name. */
    DUPLICATE_NAME("duplicate-name"),
    /** A name refers to nothing under {@code use}. */
    UNKNOWN_REFERENCE("unknown-reference"),
    /** An expression does not compile. */
    EXPRESSION("expression"),
    /** It is larger than a named limit. */
    LIMIT("limit");

    private final String word;

    Code(String word) {
      this.word = word;
    }

    /** The stable word. */
    public String word() {
      return word;
    }
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "/" : path) + ": " + message;
  }
}
