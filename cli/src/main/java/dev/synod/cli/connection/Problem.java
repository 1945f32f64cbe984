package dev.synod.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.CommandException.Exit;
import java.util.ArrayList;
import java.util.List;

/** A refusal, as the server tells it (RFC 9457). */
final class Problem {
  private static final List<String> FACTS =
      List.of("expected", "found", "foundValue", "yourValue", "revision");

  private static final int FORBIDDEN = 403;

  private Problem() {}

  static CommandException of(int status, JsonNode body) {
    String detail = body.path("detail").asText("");
    String title = body.path("title").asText("");
    var lines = new ArrayList<String>();
    if (!detail.isEmpty()) {
      lines.add(detail);
    } else {
      lines.add(
          "The server answered %d%s.".formatted(status, title.isEmpty() ? "" : " (" + title + ")"));
    }
    lines.addAll(reasons(body.path("reasons")));
    for (String fact : FACTS) {
      JsonNode value = body.path(fact);
      if (!value.isMissingNode()) {
        lines.add("  %s: %s".formatted(fact, value.isTextual() ? value.asText() : value));
      }
    }
    String code = body.path("code").asText("");
    if (!code.isEmpty()) {
      lines.add("  code: " + code);
    }
    String decision = body.path("decision").asText("");
    if (status == FORBIDDEN && !decision.isEmpty()) {
      lines.add("  why: kubectl synod policy explain " + decision);
    }
    return new CommandException(exit(status), String.join(System.lineSeparator(), lines));
  }

  private static List<String> reasons(JsonNode reasons) {
    var lines = new ArrayList<String>();
    for (JsonNode reason : reasons) {
      lines.add(
          reason.isTextual()
              ? "  " + reason.asText()
              : "  %s: %s"
                  .formatted(reason.path("rule").asText(), reason.path("message").asText()));
    }
    return lines;
  }

  private static Exit exit(int status) {
    return switch (status) {
      case 401, FORBIDDEN -> Exit.DENIED;
      case 502, 503 -> Exit.UNREACHABLE;
      default -> Exit.FAILED;
    };
  }
}
