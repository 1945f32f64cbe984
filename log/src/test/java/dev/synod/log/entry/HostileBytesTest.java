package dev.synod.log.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.KernelState;
import dev.synod.log.Requests;
import dev.synod.log.codec.CodecException;
import dev.synod.log.codec.Instances;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes, reading them ends soon, with a value or a {@link CodecException}. */
class HostileBytesTest {
  private static final int ROUNDS = 200_000;

  private final EntryCodec codec = new EntryCodec(SynodTypes.registry());

  private byte[] entry() {
    List<byte[]> requests = new ArrayList<>();
    int bytes = 0;
    for (var type : SynodTypes.registry().types()) {
      if (dev.synod.kernel.Command.class.isAssignableFrom(type.type())) {
        byte[] request =
            codec.encode(
                Requests.of(
                    (dev.synod.kernel.Command)
                        Instances.of(type.type(), type.type().getSimpleName())));
        requests.add(request);
        bytes += request.length;
      }
    }
    return EntryCodec.entry(1_700_000_000_000L, requests, bytes);
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void shouldFailWithinBoundsWhenBytesAreFuzzed() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("fuzz.seed=" + seed);
    var random = new Random(seed);
    byte[] original = entry();
    int refused = 0;
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte[] bytes = mutate(original, random);
      try {
        codec.decode(1, bytes);
      } catch (CodecException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 40);
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      default -> {
        // A giant length of any major type, somewhere.
        int at = random.nextInt(bytes.length - 9);
        bytes[at] = (byte) ((random.nextInt(8) << 5) | 27);
        Arrays.fill(bytes, at + 1, at + 9, (byte) (random.nextBoolean() ? 0x7F : 0xFF));
      }
    }
    return bytes;
  }

  @Test
  void shouldRefuseDeepNesting() {
    for (int depth : new int[] {65, 300, 10_000, 900_000}) {
      var out = new ByteArrayOutputStream();
      out.writeBytes(HexFormat.of().parseHex("8301"));
      for (int i = 0; i < depth; i++) {
        out.write(0x81);
      }
      assertThatThrownBy(() -> codec.decode(1, out.toByteArray()))
          .isInstanceOf(CodecException.class);
      assertThatThrownBy(() -> SynodTypes.registry().decode(KernelState.class, out.toByteArray()))
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  void shouldRefuseGiantLengthsWithoutAllocatingThem() {
    for (String hex :
        List.of(
            "9b7fffffffffffffff",
            "5b7fffffffffffffff",
            "7b7fffffffffffffff",
            "bb7fffffffffffffff",
            "5a7fffffff",
            "7a7fffffff",
            "9a7fffffff",
            "8301009a7fffffff",
            "830100825a7ffffff0")) {
      assertThatThrownBy(() -> codec.decode(1, HexFormat.of().parseHex(hex)))
          .as(hex)
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  void shouldRefuseTooManyRequests() {
    byte[] one = codec.encode(Requests.declareGroup());
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < 513; i++) {
      many.add(one);
    }
    byte[] entry = EntryCodec.entry(1, many, one.length * 513);
    assertThatThrownBy(() -> codec.decode(1, entry)).isInstanceOf(CodecException.class);
  }
}
