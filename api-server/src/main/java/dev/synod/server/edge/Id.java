package dev.synod.server.edge;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.synod.server.problem.ProblemException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An id or a token: a decimal number in a string, because not every language has whole numbers of
 * 64 bits.
 */
@Schema(type = SchemaType.STRING, pattern = "[0-9]{1,18}", examples = "4711")
public record Id(long number) {
  private static final Pattern FORM = Pattern.compile("[0-9]{1,18}");

  /** Reads an id from a path or a header. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Id of(String text) {
    if (!FORM.matcher(text).matches()) {
      throw ProblemException.invalid(
          "Expected an id of at most 18 digits, but found something else.");
    }
    return new Id(Long.parseLong(text));
  }

  /** Reads an id that was written as a number. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Id of(long number) {
    return new Id(number);
  }
}
