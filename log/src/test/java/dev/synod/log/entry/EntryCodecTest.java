package dev.synod.log.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.Batch;
import dev.synod.kernel.Command;
import dev.synod.kernel.Request;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.log.Requests;
import dev.synod.log.codec.CodecException;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private final EntryCodec codec = new EntryCodec(SynodTypes.registry());

  @Test
  void shouldReadBackAnEntry() {
    Request first = Requests.declareGroup();
    Request second = Requests.put("k", Value.of("v"));
    Batch batch = codec.decode(9, entry(1_234_567_890_123L, first, second));
    assertThat(batch.index()).isEqualTo(9);
    assertThat(batch.timeMillis()).isEqualTo(1_234_567_890_123L);
    assertThat(batch.requests())
        .extracting(Request::command)
        .containsExactly(first.command(), second.command());
    assertThat(batch.requests())
        .extracting(Request::origin)
        .containsExactly(first.origin(), second.origin());
  }

  @Test
  void shouldDigestSaltAndEncodedCommand() throws Exception {
    Request request = Requests.put("k", Value.of("v"));
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(request.origin().salt().trustedArray());
    sha256.update(SynodTypes.registry().encode(Command.class, request.command()));
    Bytes expected = Bytes.ofTrusted(sha256.digest());
    Batch batch = codec.decode(1, entry(5, Requests.declareGroup(), request));
    assertThat(batch.requests().get(1).payloadDigest()).isEqualTo(expected);
  }

  @Test
  void shouldRefuseHalfASurrogatePairAndGoOn() {
    assertThatThrownBy(() -> codec.encode(Requests.put("k", Value.of("\ud800"))))
        .isInstanceOf(CodecException.class);
    Request next = Requests.put("k", Value.of("fine"));
    assertThat(codec.decode(1, entry(1, next)).requests().getFirst().command())
        .isEqualTo(next.command());
  }

  private byte[] entry(long timeMillis, Request... requests) {
    List<byte[]> parts = List.of(requests).stream().map(codec::encode).toList();
    return EntryCodec.entry(timeMillis, parts, parts.stream().mapToInt(p -> p.length).sum());
  }
}
