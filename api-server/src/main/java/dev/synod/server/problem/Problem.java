package dev.synod.server.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An RFC 9457 problem document.
 *
 * @param code the stable word, the same in the kernel, in gRPC and in the documentation
 * @param details facts for programs, such as {@code expected}, {@code found} and {@code revision}
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "code"})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "An RFC 9457 problem document; further members carry facts such as expected, found, reasons.")
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @JsonAnyGetter @Schema(hidden = true) SortedMap<String, Value> details) {
  /** The media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPES = "https://synod.dev/problems/";

  /**
   * A rejection.
   *
   * @param incarnation of the state, to write revisions as they are on the wire
   */
  public static Problem of(Rejection rejection, long incarnation) {
    Value.Obj details = rejection.details();
    if (rejection.code() == Code.REVISION_CONFLICT) {
      for (String fact : List.of("expected", "found")) {
        if (details.get(fact) instanceof Value.Num revision) {
          details = details.with(fact, onTheWire(revision, incarnation));
        }
      }
    }
    return of(
        rejection.code().word(), HttpStatus.of(rejection.code()), rejection.message(), details);
  }

  /** A revision as callers know it; null stands for a document that does not exist. */
  private static Value onTheWire(Value.Num revision, long incarnation) {
    return revision.value().signum() == 0
        ? Values.NULL
        : Value.of(incarnation + "-" + revision.value().toPlainString());
  }

  public static Problem of(String code, int status, String detail, Value.Obj details) {
    String words = code.replace('-', ' ');
    String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return new Problem(TYPES + code, title, status, detail, code, new TreeMap<>(details.members()));
  }

  public static Problem of(String code, int status, String detail) {
    return of(code, status, detail, Values.EMPTY);
  }
}
