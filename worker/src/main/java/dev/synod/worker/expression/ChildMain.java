package dev.synod.worker.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.workflow.expression.ExpressionException;
import dev.synod.workflow.expression.ExpressionException.Limit;
import dev.synod.workflow.expression.Jackson;
import dev.synod.workflow.expression.Jq;
import dev.synod.workflow.expression.SchemaProblem;
import dev.synod.workflow.expression.UserSchema;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The child process: answers each frame on standard input with one on standard output. It has no
 * credentials and no use for the network; when the heap is full it exits, when it takes too long it
 * is killed.
 */
public final class ChildMain {
  static final String READY = "ready";

  /** Problems of one value that are told. */
  private static final int PROBLEMS_MAX = 10;

  private static final int MESSAGE_CHARS_MAX = 4_096;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Jq jq = new Jq();
  private final long outputSizeMax;

  private ChildMain(long outputSizeMax) {
    this.outputSizeMax = outputSizeMax;
  }

  public static void main(String[] args) throws IOException {
    var child = new ChildMain(Long.parseLong(args[0]));
    try (var in =
            new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        var out =
            new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
      child.warmUp();
      Frames.write(out, READY);
      while (true) {
        Frames.write(out, child.answer(Frames.read(in)));
      }
    } catch (EOFException e) {
      // The parent has gone, or needs this child no more.
    }
  }

  private void warmUp() {
    var _ =
        answer(
            """
            {"programs":["[.[] | {a: (. + $n), b: tostring, c: test(\\"x\\")?}] | map(.b) | join(\\",\\")"],
             "input":[1,2],"arguments":{"n":1},"nowMillis":0}
            """);
  }

  private String answer(String question) {
    try {
      JsonNode request = MAPPER.readTree(question);
      ObjectNode answer = request.has("programs") ? evaluated(request) : checked(request);
      return MAPPER.writeValueAsString(answer);
    } catch (ExpressionException e) {
      return refusal(e.limit(), String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      return refusal(Limit.STACK, "The expression recursed too deeply; recurse less, or loop.");
    } catch (JsonProcessingException | RuntimeException e) {
      return refusal(Limit.NONE, "The expression failed: " + e);
    }
  }

  private ObjectNode evaluated(JsonNode request) throws ExpressionException {
    Map<String, JsonNode> arguments = new HashMap<>();
    request
        .get("arguments")
        .properties()
        .forEach(argument -> arguments.put(argument.getKey(), argument.getValue()));
    ObjectNode answer = MAPPER.createObjectNode();
    ArrayNode results = answer.putArray("results");
    long size = 0;
    for (JsonNode program : request.get("programs")) {
      JsonNode result =
          jq.evaluate(
              program.textValue(),
              request.get("input"),
              arguments,
              request.get("nowMillis").longValue() / 1_000.0);
      size += Jackson.size(result, outputSizeMax);
      if (size > outputSizeMax) {
        throw new ExpressionException(
            Limit.OUTPUT,
            "Expected a result of at most %d characters from '%s', but found more."
                .formatted(outputSizeMax, program.textValue()));
      }
      results.add(Jackson.finite(result));
    }
    return answer;
  }

  private static ObjectNode checked(JsonNode request) {
    ObjectNode answer = MAPPER.createObjectNode();
    ArrayNode problems = answer.putArray("problems");
    for (SchemaProblem problem : UserSchema.problems(request.get("schema"), request.get("value"))) {
      if (problems.size() < PROBLEMS_MAX) {
        problems.add(
            (problem.path().isEmpty() ? "" : "At '%s': ".formatted(problem.path()))
                + problem.message());
      }
    }
    return answer;
  }

  private static String refusal(Limit limit, String message) {
    int length = Math.min(message.length(), MESSAGE_CHARS_MAX);
    return MAPPER
        .createObjectNode()
        .put("limit", limit.name())
        .put("message", message.substring(0, length))
        .toString();
  }
}
