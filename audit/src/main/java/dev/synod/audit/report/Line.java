package dev.synod.audit.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of {@code entries.jsonl}. */
sealed interface Line {

  /** A leaf in full. */
  record Shown(AuditEntry entry, Hash hash, @Nullable Payload payload) implements Line {}

  /** Leaves that the filter passes over. */
  record Skipped(CompactRange range) implements Line {}

  /** Writes the line, without its end. */
  static void write(JsonGenerator out, Line line) throws IOException {
    out.writeStartObject();
    switch (line) {
      case Shown shown -> writeShown(out, shown);
      case Skipped skipped -> {
        out.writeNumberField("skipped", skipped.range().begin());
        out.writeNumberField("end", skipped.range().end());
        out.writeArrayFieldStart("nodes");
        for (Hash node : skipped.range().nodes()) {
          out.writeString(node.base64());
        }
        out.writeEndArray();
      }
    }
    out.writeEndObject();
  }

  private static void writeShown(JsonGenerator out, Shown shown) throws IOException {
    AuditEntry entry = shown.entry();
    AuditEntry.Position position = entry.position();
    AuditEntry.Deed deed = entry.deed();
    out.writeNumberField("entry", entry.number());
    out.writeStringField("time", Instant.ofEpochMilli(position.timeMillis()).toString());
    out.writeStringField("subject", entry.subject());
    out.writeStringField("action", deed.action());
    out.writeStringField("namespace", deed.namespace());
    out.writeStringField("group", deed.group());
    out.writeStringField("outcome", deed.outcome());
    out.writeNumberField("revision", position.revision());
    out.writeNumberField("logIndex", position.index());
    out.writeNumberField("place", position.place());
    out.writeNumberField("permit", position.permit());
    out.writeStringField("payloadDigest", entry.payloadDigest().base64());
    out.writeStringField("hash", shown.hash().base64());
    Payload payload = shown.payload();
    if (payload != null) {
      out.writeObjectFieldStart("payload");
      out.writeStringField("salt", payload.salt());
      out.writeStringField("command", payload.command());
      out.writeEndObject();
    }
  }

  /**
   * Reads the next line; null at the end.
   *
   * @throws IllegalArgumentException if it is JSON, but not a line
   */
  static @Nullable Line read(JsonParser in) throws IOException {
    JsonToken token = in.nextToken();
    if (token == null) {
      return null;
    }
    expect(token, JsonToken.START_OBJECT);
    var fields = new Fields();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      fields.read(in, in.currentName());
    }
    return fields.line();
  }

  private static void expect(@Nullable JsonToken found, JsonToken expected) {
    if (found != expected) {
      throw new IllegalArgumentException("expected %s, but found %s".formatted(expected, found));
    }
  }

  /** The members of a line as they come. */
  final class Fields {
    /** No range is covered by more subtrees: two of each level. */
    private static final int NODES_MAX = 2 * Long.SIZE;

    private static final List<String> TEXTS =
        List.of(
            "time", "subject", "action", "namespace", "group", "outcome", "payloadDigest", "hash");
    private static final List<String> NUMBERS =
        List.of("entry", "revision", "logIndex", "place", "permit", "skipped", "end");

    private final @Nullable String[] texts = new String[TEXTS.size()];
    private final long[] numbers = new long[NUMBERS.size()];
    private int seen;
    private @Nullable Payload payload;
    private @Nullable List<Hash> nodes;

    void read(JsonParser in, String name) throws IOException {
      JsonToken token = in.nextToken();
      int text = TEXTS.indexOf(name);
      int number = NUMBERS.indexOf(name);
      if (text >= 0) {
        expect(token, JsonToken.VALUE_STRING);
        texts[text] = in.getText();
        once(text, name);
      } else if (number >= 0) {
        expect(token, JsonToken.VALUE_NUMBER_INT);
        numbers[number] = in.getLongValue();
        once(TEXTS.size() + number, name);
      } else if (name.equals("payload") && payload == null) {
        payload = payload(in, token);
      } else if (name.equals("nodes") && nodes == null) {
        nodes = nodes(in, token);
      } else {
        throw new IllegalArgumentException("unexpected member '%s'".formatted(name));
      }
    }

    private void once(int bit, String name) {
      if ((seen & (1 << bit)) != 0) {
        throw new IllegalArgumentException("member '%s' comes twice".formatted(name));
      }
      seen |= 1 << bit;
    }

    private static Payload payload(JsonParser in, JsonToken token) throws IOException {
      expect(token, JsonToken.START_OBJECT);
      String salt = null;
      String command = null;
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        expect(in.nextToken(), JsonToken.VALUE_STRING);
        if (name.equals("salt") && salt == null) {
          salt = in.getText();
        } else if (name.equals("command") && command == null) {
          command = in.getText();
        } else {
          throw new IllegalArgumentException("unexpected member '%s'".formatted(name));
        }
      }
      if (salt == null || command == null) {
        throw new IllegalArgumentException("expected salt and command of a payload");
      }
      return new Payload(salt, command);
    }

    private static List<Hash> nodes(JsonParser in, JsonToken token) throws IOException {
      expect(token, JsonToken.START_ARRAY);
      var nodes = new ArrayList<Hash>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        expect(in.currentToken(), JsonToken.VALUE_STRING);
        if (nodes.size() == NODES_MAX) {
          throw new IllegalArgumentException(
              "expected at most %d hashes of leaves that are passed over".formatted(NODES_MAX));
        }
        nodes.add(Hash.ofBase64(in.getText()));
      }
      return nodes;
    }

    Line line() {
      List<Hash> skippedNodes = nodes;
      if (skippedNodes != null) {
        expectMembers(List.of("skipped", "end"));
        return new Skipped(CompactRange.of(number("skipped"), number("end"), skippedNodes));
      }
      expectMembers(
          List.of(
              "entry",
              "time",
              "subject",
              "action",
              "namespace",
              "group",
              "outcome",
              "revision",
              "logIndex",
              "place",
              "permit",
              "payloadDigest",
              "hash"));
      var position =
          new AuditEntry.Position(
              number("logIndex"),
              number("place"),
              millis(text("time")),
              number("revision"),
              number("permit"));
      var deed =
          new AuditEntry.Deed(text("action"), text("namespace"), text("group"), text("outcome"));
      var entry =
          new AuditEntry(
              number("entry"),
              position,
              text("subject"),
              deed,
              Hash.ofBase64(text("payloadDigest")));
      return new Shown(entry, Hash.ofBase64(text("hash")), payload);
    }

    private void expectMembers(List<String> names) {
      int expected = 0;
      for (String name : names) {
        int text = TEXTS.indexOf(name);
        expected |= 1 << (text >= 0 ? text : TEXTS.size() + NUMBERS.indexOf(name));
      }
      if (seen != expected) {
        throw new IllegalArgumentException(
            "expected the members %s and no others".formatted(names));
      }
    }

    /** A leaf's time in the one form in which it is written. */
    private static long millis(String time) {
      try {
        long millis = Instant.parse(time).toEpochMilli();
        if (Instant.ofEpochMilli(millis).toString().equals(time)) {
          return millis;
        }
      } catch (DateTimeException | ArithmeticException e) {
        throw new IllegalArgumentException(unexpected(time), e);
      }
      throw new IllegalArgumentException(unexpected(time));
    }

    private static String unexpected(String time) {
      return "expected a time such as 2026-01-31T12:00:00.123Z, but found '%s'".formatted(time);
    }

    private long number(String name) {
      return numbers[NUMBERS.indexOf(name)];
    }

    private String text(String name) {
      return String.valueOf(texts[TEXTS.indexOf(name)]);
    }
  }
}
