package dev.synod.workflow.walk;

import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.workflow.definition.Task;
import dev.synod.workflow.definition.Template;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What {@code call: http} asks a worker to do. */
final class HttpRequest {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private HttpRequest() {}

  static Value of(Task.CallHttp call, Evaluator.Setting setting, Evaluator evaluator)
      throws FaultException {
    Value filled = evaluator.fill(call.request(), setting);
    var members = new TreeMap<>(((Value.Obj) filled).members());
    if (!(members.get("endpoint") instanceof Value.Str endpoint)) {
      throw Faults.validation("Expected a URI as the endpoint of an HTTP call.");
    }
    if (isLiteral(call.request())) {
      members.put("endpoint", Value.of(expand(endpoint.value(), setting.data())));
    }
    return new Value.Obj(members);
  }

  private static boolean isLiteral(Template request) {
    return switch (request) {
      case Template.Literal _ -> true;
      case Template.Members m -> m.members().get("endpoint") instanceof Template.Literal;
      case Template.Computed _, Template.Items _ -> false;
    };
  }

  /** Simple string expansion of RFC 6570 (level 1) with the members of the task's input. */
  static String expand(String template, Value input) throws FaultException {
    Map<String, Value> variables = input instanceof Value.Obj object ? object.members() : Map.of();
    var uri = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      uri.append(template, at, open);
      String name = template.substring(open + 1, close);
      switch (variables.getOrDefault(name, Values.NULL)) {
        case Value.Str text -> encode(text.value(), uri);
        case Value.Num number -> uri.append(number.json());
        case Value.Bool bool -> uri.append(bool.value());
        case Value.Null _ -> {}
        case Value other ->
            throw Faults.validation(
                "Expected a text, number or boolean for '%s' in '%s', but found %s."
                    .formatted(name, template, other.json()));
      }
      at = close + 1;
    }
    return uri.append(template, at, template.length()).toString();
  }

  private static void encode(String text, StringBuilder out) {
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (unit & 0xff);
      if (UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
  }
}
