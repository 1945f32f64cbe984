package dev.synod.sdk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A refusal by the server, or no answer from it.
 *
 * <p>The code words are those of the documentation: {@code revision-conflict}, {@code
 * permission-denied}, {@code session-gone} and so on. {@link #INDETERMINATE} alone means that the
 * request may have taken effect.
 */
public final class SynodException extends RuntimeException {
  /** The request may or may not have taken effect. */
  public static final String INDETERMINATE = "indeterminate";

  /** The request did not take effect, for the server could not be reached or was not ready. */
  public static final String UNAVAILABLE = "unavailable";

  /** The session has ended; the request did not take effect. */
  public static final String SESSION_GONE = "session-gone";

  /** Something that is named is not there. */
  public static final String NOT_FOUND = "not-found";

  private static final long serialVersionUID = 1;

  private final String code;
  private final transient @Nullable ObjectNode details;

  public SynodException(String code, String message) {
    this(code, message, JsonNodeFactory.instance.objectNode(), null);
  }

  public SynodException(
      String code, String message, ObjectNode details, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.details = details;
  }

  /** The stable code word. */
  public String code() {
    return code;
  }

  /** Facts for programs, such as {@code expected} and {@code found}. */
  public ObjectNode details() {
    return details == null ? JsonNodeFactory.instance.objectNode() : details;
  }

  /** Whether the code is this one. */
  public boolean is(String word) {
    return code.equals(word);
  }
}
