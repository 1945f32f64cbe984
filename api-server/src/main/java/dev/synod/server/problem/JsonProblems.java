package dev.synod.server.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in plain words what is wrong with a JSON body, and where. */
final class JsonProblems {
  private JsonProblems() {}

  static Problem of(JsonProcessingException e) {
    return Problem.of("invalid-argument", 400, detail(e));
  }

  private static String detail(JsonProcessingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> unknownField(unknown);
      case ValueInstantiationException refused -> refused(refused);
      case MismatchedInputException mismatch -> mismatch(mismatch);
      case StreamConstraintsException limit -> where(limit) + sentence(limit.getOriginalMessage());
      case StreamReadException syntax -> where(syntax) + sentence(syntax.getOriginalMessage());
      case JsonMappingException mapping
          when mapping.getCause() instanceof JsonProcessingException cause ->
          detail(cause);
      default -> where(e) + sentence(e.getOriginalMessage());
    };
  }

  private static String unknownField(UnrecognizedPropertyException e) {
    Collection<Object> known =
        e.getKnownPropertyIds() == null ? List.of() : e.getKnownPropertyIds();
    return "%sExpected one of the fields %s, but found '%s'."
        .formatted(
            where(e),
            known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")),
            e.getPropertyName());
  }

  /** A record whose constructor refused its arguments, with a sentence of ours. */
  private static String refused(ValueInstantiationException e) {
    Throwable cause = e.getCause();
    return cause instanceof IllegalArgumentException || cause instanceof ProblemException
        ? prefix(path(e)) + cause.getMessage()
        : where(e) + "The value is not accepted.";
  }

  private static String mismatch(MismatchedInputException e) {
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return where(e) + "Expected the end of the document, but found more after it.";
    }
    String path = path(e);
    Class<?> target = e.getTargetType();
    String expected = target == null ? "another value" : kind(target);
    return where(e)
        + "Expected "
        + expected
        + (path.isEmpty() ? "" : " in '" + path + "'")
        + ", but found another kind of value or none.";
  }

  private static String kind(Class<?> type) {
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number within its range";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    if (type.isEnum()) {
      return "one of " + List.of(type.getEnumConstants());
    }
    return "an object";
  }

  private static String where(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : "Line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String prefix(String path) {
    return path.isEmpty() ? "" : "In '" + path + "': ";
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            reference ->
                reference.getFieldName() == null
                    ? "[" + reference.getIndex() + "]"
                    : reference.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  /** The first line of a library's message, without the parts that name its own classes. */
  private static String sentence(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "The JSON text can't be read.";
    }
    String line =
        message
            .lines()
            .findFirst()
            .orElse(message)
            .replaceAll(
                "(, from `[^`]*`)|(: enable `[^`]*` to allow)|( \\((`|from |start marker at ).*)",
                "");
    return line.endsWith(".") ? line : line + ".";
  }
}
