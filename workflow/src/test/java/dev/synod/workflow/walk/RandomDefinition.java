package dev.synod.workflow.walk;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Definitions of every supported kind of task, at random. All of them come to an end. */
final class RandomDefinition {
  private final Random random;
  private int names;

  private RandomDefinition(Random random) {
    this.random = random;
  }

  static Value of(Random random) {
    var source = new RandomDefinition(random);
    return object(
        Map.of(
            "document",
            object(
                Map.of(
                    "dsl", Value.of("1.0.3"),
                    "namespace", Value.of("test"),
                    "name", Value.of("random"),
                    "version", Value.of("1.0.0"))),
            "do",
            source.tasks(4)));
  }

  private Value tasks(int depth) {
    int count = 1 + random.nextInt(4);
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add("t" + this.names++);
    }
    var tasks = new ArrayList<Value>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          object(Map.of(names.get(i), task(depth, List.copyOf(names.subList(i + 1, count))))));
    }
    return Value.of(tasks);
  }

  /**
   * Later tasks of the same list are where {@code then} may go, so that nothing goes round for
   * ever.
   */
  private Value task(int depth, List<String> later) {
    var members = new TreeMap<>(body(depth, later).members());
    if (random.nextInt(6) == 0) {
      members.put("if", Value.of(pick("(. | length) > 1", "$context == null", "true", "false")));
    }
    if (random.nextInt(6) == 0) {
      members.put("input", object(Map.of("from", Value.of(pick("{a: .}", "[.]", ".")))));
    }
    if (random.nextInt(5) == 0) {
      members.put(
          "output", object(Map.of("as", Value.of(pick("{o: .}", ". | tostring | .[0:40]", ".")))));
    }
    if (random.nextInt(4) == 0) {
      members.put(
          "export",
          object(
              Map.of(
                  "as",
                  Value.of(
                      pick(
                          "(($context // 0) | if type == \"number\" then . + 1 else 1 end)",
                          "{last: ($output | tostring | .[0:20])}")))));
    }
    if (random.nextInt(8) == 0) {
      members.put(
          "timeout", object(Map.of("after", Value.of("PT" + (1 + random.nextInt(20)) + "S"))));
    }
    if (random.nextInt(6) == 0) {
      members.put("then", Value.of(directive(later)));
    }
    return object(members);
  }

  private String directive(List<String> later) {
    int choice = random.nextInt(later.size() + 2);
    return choice < later.size() ? later.get(choice) : pick("exit", "continue", "end");
  }

  private Value.Obj body(int depth, List<String> later) {
    return depth > 0 && random.nextInt(13) > 8 ? composite(depth - 1) : simple(later);
  }

  private Value.Obj simple(List<String> later) {
    return switch (random.nextInt(9)) {
      case 0, 1 -> set();
      case 2 -> choice(later);
      case 3 -> object(Map.of("wait", Value.of("PT" + random.nextInt(15) + "S")));
      case 4 -> raise();
      case 5 ->
          call(
              "state",
              pick(
                  "{\"get\":\"plan/x\"}",
                  "{\"put\":\"plan/x\",\"value\":\"${ . | tostring | .[0:20] }\"}",
                  "{\"add\":\"counts/x\",\"delta\":2}",
                  "{\"put\":\"nowhere/x\",\"value\":1}"));
      case 6 ->
          object(
              Map.of(
                  "call",
                  Value.of("http"),
                  "with",
                  Value.parse("{\"method\":\"get\",\"endpoint\":\"https://a.example/{v}\"}")));
      default ->
          call("assign", "{\"capability\":\"work\",\"input\":\"${ . | tostring | .[0:50] }\"}");
    };
  }

  private Value.Obj set() {
    return object(
        Map.of(
            "set",
            object(
                Map.of(
                    "v", Value.of(random.nextInt(10)),
                    "p", Value.of("${ . | tostring | .[0:30] }"),
                    "c", Value.of("${ $context }")))));
  }

  private Value.Obj choice(List<String> later) {
    Value first =
        object(
            Map.of(
                "when", Value.of(pick("(. | tostring | length) > 20", "$context != null")),
                "then", Value.of(directive(later))));
    Value otherwise = object(Map.of("then", Value.of(directive(later))));
    return object(
        Map.of(
            "switch",
            Value.of(List.of(object(Map.of("x", first)), object(Map.of("y", otherwise))))));
  }

  private Value.Obj raise() {
    Value error =
        object(
            Map.of(
                "type", Value.of("https://a.example/" + random.nextInt(2)),
                "status", Value.of(400 + random.nextInt(3))));
    return object(Map.of("raise", object(Map.of("error", error))));
  }

  private Value.Obj composite(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> object(Map.of("do", tasks(depth)));
      case 1 ->
          object(
              Map.of(
                  "for", object(Map.of("in", Value.of("[range(" + random.nextInt(4) + ")]"))),
                  "while", Value.of(pick("true", "$index < 2")),
                  "do", tasks(depth)));
      case 2 ->
          object(
              Map.of(
                  "fork",
                  object(
                      Map.of(
                          "compete",
                          Value.of(random.nextBoolean()),
                          "branches",
                          branches(depth)))));
      default -> object(Map.of("try", tasks(depth), "catch", handler(depth)));
    };
  }

  private Value branches(int depth) {
    var branches = new ArrayList<Value>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      branches.add(object(Map.of("b" + names++, task(depth, List.of()))));
    }
    return Value.of(branches);
  }

  private Value handler(int depth) {
    var members = new TreeMap<String, Value>();
    if (random.nextInt(3) == 0) {
      members.put("errors", Value.parse("{\"with\":{\"type\":\"https://a.example/1\"}}"));
    }
    if (random.nextBoolean()) {
      members.put(
          "retry",
          Value.parse(
              """
          {"delay":"PT2S","backoff":{"%s":{}},"limit":{"attempt":{"count":%d}},"jitter":{"from":"PT0S","to":"PT3S"}}
          """
                  .formatted(pick("constant", "linear", "exponential"), random.nextInt(3))));
    }
    if (random.nextInt(4) > 0) {
      members.put("do", tasks(depth));
    }
    return object(members);
  }

  private Value.Obj call(String function, String arguments) {
    return object(
        Map.of("call", Value.of(function + ":1.0.0@default"), "with", Value.parse(arguments)));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Value.Obj object(Map<String, ? extends Value> members) {
    return members.isEmpty() ? Values.EMPTY : Value.of(members);
  }
}
