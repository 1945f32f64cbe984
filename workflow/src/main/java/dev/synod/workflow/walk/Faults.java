package dev.synod.workflow.walk;

import dev.synod.kernel.Limits;
import dev.synod.kernel.run.Fault;
import dev.synod.kernel.time.Durations;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.expression.ExpressionException;
import java.math.BigDecimal;
import java.util.Set;

/** Faults that a walk raises, and faults as values. */
final class Faults {
  private static final String OWN = "https://synod.dev/errors/";
  private static final Set<String> ALIASES =
      Set.of(
          "https://serverlessworkflow.io/dsl/errors/types/",
          "https://serverlessworkflow.io.io/dsl/errors/types/",
          "https://serverlessworkflow.io/errors/types/");

  private Faults() {}

  static FaultException expression(ExpressionException failure) {
    String title =
        switch (failure.limit()) {
          case NONE -> "Expression failed";
          case TIME -> "Expression over its time limit";
          case HEAP -> "Expression over its heap limit";
          case STACK -> "Expression over its recursion limit";
          case OUTPUT -> "Expression over its output limit";
        };
    return new FaultException(
        new Fault(Fault.EXPRESSION, 400, title, bounded(String.valueOf(failure.getMessage()))));
  }

  static FaultException expression(String detail) {
    return new FaultException(
        new Fault(Fault.EXPRESSION, 400, "Expression failed", bounded(detail)));
  }

  static FaultException validation(String detail) {
    return new FaultException(
        new Fault(Fault.VALIDATION, 400, "Invalid arguments", bounded(detail)));
  }

  static Fault timeout(String what, long millis) {
    return new Fault(
        Fault.TIMEOUT,
        408,
        "Timed out",
        "%s took longer than %s.".formatted(what, Durations.text(millis)));
  }

  static Fault barrierBroken(String barrier, String instance) {
    return new Fault(
        OWN + "barrier-broken",
        409,
        "Barrier broken",
        "The barrier %s, instance %s, broke before all parties had arrived."
            .formatted(barrier, instance));
  }

  static Fault unknown() {
    return new Fault(Fault.RUNTIME, 500, "Failed", "The step failed without saying why.");
  }

  static Fault tooManySteps() {
    return new Fault(
        OWN + "limit-exceeded",
        429,
        "Too many steps",
        "Expected at most %d steps of one run; make the loop shorter or start other runs."
            .formatted(Limits.STEPS_PER_RUN_MAX));
  }

  /** Checks what is about to be stored against the limits of the log. */
  static Value payload(String what, Value value) throws FaultException {
    if (value.size() > Limits.PAYLOAD_SIZE_MAX) {
      throw new FaultException(
          new Fault(
              OWN + "too-large",
              413,
              "Too large",
              "Expected %s of at most %d characters, but found %d; keep it in the shared state and pass its key."
                  .formatted(what, Limits.PAYLOAD_SIZE_MAX, value.size())));
    }
    if (depth(value) > Value.DEPTH_MAX) {
      throw new FaultException(
          new Fault(
              OWN + "too-large",
              413,
              "Too deep",
              "Expected %s nested at most %d levels deep.".formatted(what, Value.DEPTH_MAX)));
    }
    return value;
  }

  private static int depth(Value value) {
    int deepest = 0;
    switch (value) {
      case Value.Arr array -> {
        for (Value item : array.items()) {
          deepest = Math.max(deepest, depth(item));
        }
        return deepest + 1;
      }
      case Value.Obj object -> {
        for (Value member : object.members().values()) {
          deepest = Math.max(deepest, depth(member));
        }
        return deepest + 1;
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Str _, Value.Ref _ -> {
        return 0;
      }
    }
  }

  static Value toValue(Fault fault) {
    return Values.EMPTY
        .with("type", Value.of(fault.type()))
        .with("status", Value.of(fault.status()))
        .with("title", Value.of(fault.title()))
        .with("detail", Value.of(fault.detail()))
        .with("instance", Value.of(fault.instance()));
  }

  static Fault ofValue(Value value) {
    return new Fault(
        text(value, "type"),
        value instanceof Value.Obj o && o.get("status") instanceof Value.Num n
            ? n.value().intValue()
            : 500,
        text(value, "title"),
        text(value, "detail"),
        text(value, "instance"));
  }

  /** An error that a definition raises. */
  static Fault raised(Value error, String instance) throws FaultException {
    if (!(error instanceof Value.Obj object)
        || !(object.get("type") instanceof Value.Str type)
        || !(object.get("status") instanceof Value.Num status)
        || status.value().scale() > 0
        || status.value().abs().compareTo(BigDecimal.valueOf(999)) > 0) {
      throw validation(
          "Expected an error with a text 'type' and a whole number 'status', but found "
              + error.json());
    }
    String where = text(object, "instance");
    return new Fault(
        bounded(type.value()),
        status.value().intValueExact(),
        bounded(text(object, "title")),
        bounded(text(object, "detail")),
        where.isEmpty() ? instance : bounded(where));
  }

  /** Whether an error has all members of a filter. */
  static boolean matches(Value.Obj filter, Fault fault) {
    for (var member : filter.members().entrySet()) {
      boolean same =
          switch (member.getKey()) {
            case "type" ->
                member.getValue() instanceof Value.Str type
                    && standard(type.value()).equals(standard(fault.type()));
            case "status" -> member.getValue().equals(Value.of(fault.status()));
            case "instance" -> member.getValue().equals(Value.of(fault.instance()));
            case "title" -> member.getValue().equals(Value.of(fault.title()));
            case "detail", "details" -> member.getValue().equals(Value.of(fault.detail()));
            default -> false;
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /**
   * The DSL's documents and its test kit write the standard types in several ways; they mean the
   * same.
   */
  private static String standard(String type) {
    for (String alias : ALIASES) {
      if (type.startsWith(alias)) {
        return "https://serverlessworkflow.io/spec/1.0.0/errors/" + type.substring(alias.length());
      }
    }
    return type;
  }

  static String bounded(String text) {
    return text.length() <= Limits.TEXT_LENGTH_MAX
        ? text
        : text.substring(0, Limits.TEXT_LENGTH_MAX - 1) + "…";
  }

  private static String text(Value value, String name) {
    return value instanceof Value.Obj object && object.get(name) instanceof Value.Str text
        ? text.value()
        : "";
  }
}
