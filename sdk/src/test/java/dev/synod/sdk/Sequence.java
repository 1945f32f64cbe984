package dev.synod.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Reply;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The numbered requests of a lane, as the server keeps them: in order, without gaps, once. */
final class Sequence {
  private final TreeMap<Long, Reply> replies = new TreeMap<>();
  private long last;
  private long acknowledged;

  long last() {
    return last;
  }

  Reply apply(long number, long nowAcknowledged, Supplier<Reply> effect) {
    if (number <= last) {
      assertThat(number).as("a number whose reply was acknowledged").isGreaterThan(acknowledged);
      return replies.get(number);
    }
    if (number != last + 1) {
      return gap(number, last + 1);
    }
    acknowledged = Math.max(acknowledged, nowAcknowledged);
    replies.headMap(acknowledged, true).clear();
    last = number;
    Reply reply = effect.get();
    replies.put(number, reply);
    return reply;
  }

  static Reply gap(long number, long expected) {
    return rejected("sequence-gap", "{\"expected\":%d,\"found\":%d}".formatted(expected, number));
  }

  static Reply rejected(String code, String detailsJson) {
    return Reply.newBuilder().setRejection(rejection(code, detailsJson)).build();
  }

  static Rejection rejection(String code, String detailsJson) {
    return Rejection.newBuilder()
        .setCode(code)
        .setMessage("Refused with " + code + ".")
        .setDetailsJson(ByteString.copyFromUtf8(detailsJson))
        .build();
  }
}
