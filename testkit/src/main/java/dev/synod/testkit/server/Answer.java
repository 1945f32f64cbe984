package dev.synod.testkit.server;

import dev.synod.kernel.value.Value;
import java.net.http.HttpResponse;
import java.util.List;

/** What the server answered. */
public record Answer(int status, String body, HttpResponse<String> response) {
  Answer(HttpResponse<String> response) {
    this(response.statusCode(), response.body(), response);
  }

  /** A string in the JSON body, by names and indices. */
  public String text(Object... path) {
    return switch (at(path)) {
      case Value.Str text -> text.value();
      case Value other -> other.json();
    };
  }

  public Value at(Object... path) {
    Value value = Value.parse(body);
    for (Object step : path) {
      Value inner =
          switch (value) {
            case Value.Obj object when step instanceof String name -> object.get(name);
            case Value.Arr array when step instanceof Integer index -> array.items().get(index);
            default -> null;
          };
      if (inner == null) {
        throw new AssertionError("No " + List.of(path) + " in " + body);
      }
      value = inner;
    }
    return value;
  }

  public int size(Object... path) {
    return ((Value.Arr) at(path)).items().size();
  }
}
