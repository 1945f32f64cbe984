package dev.synod.log.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Origin;
import dev.synod.log.Tail;
import dev.synod.log.codec.CodecRegistry;
import dev.synod.log.codec.Instances;
import dev.synod.log.journal.JournalRecord;
import dev.synod.log.snapshot.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Bytes that were written once must be read for ever. A new type or version gets its fixture by
 * {@code -Dfixtures.update=true}, which never touches one that is there.
 */
class FixturesTest {
  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final boolean UPDATE = Boolean.getBoolean("fixtures.update");
  private static final List<Class<?>> ROOTS =
      List.of(
          Origin.class,
          KernelState.class,
          JournalRecord.Entry.class,
          Tail.Content.class,
          Snapshot.Header.class);

  /** Of roots whose components, or those of what they hold, have grown since the first. */
  private static final Map<Class<?>, Integer> ROOT_VERSIONS = Map.of(KernelState.class, 4);

  private final CodecRegistry codecs = SynodTypes.registry();

  private static Path registered(CodecRegistry.Type type, int version) {
    return FIXTURES.resolve(
        "%03d-v%d-%s.cbor.hex".formatted(type.id(), version, type.type().getSimpleName()));
  }

  private static Path root(Class<?> type, int version) {
    String outer = type.getEnclosingClass() == null ? "" : type.getEnclosingClass().getSimpleName();
    String suffix = version == 1 ? "" : "-v" + version;
    return FIXTURES.resolve("root-" + outer + type.getSimpleName() + suffix + ".cbor.hex");
  }

  private static int versions(Class<?> root) {
    return ROOT_VERSIONS.getOrDefault(root, 1);
  }

  @TestFactory
  Stream<DynamicTest> shouldReadEveryVersionOfEveryType() {
    return codecs.types().stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.id() + " " + type.type().getSimpleName(), () -> check(type)));
  }

  private void check(CodecRegistry.Type type) throws IOException {
    Object instance = Instances.of(type.type(), type.type().getSimpleName());
    writeIfAsked(registered(type, type.version()), codecs.encodeMember(type.type(), instance));
    for (int version = 1; version <= type.version(); version++) {
      byte[] bytes = read(registered(type, version));
      Object value = codecs.decodeMember(type.type(), bytes);
      if (version == type.version()) {
        assertThat(value)
            .as("components changed without a new version in SynodTypes")
            .isEqualTo(instance);
        assertThat(codecs.encodeMember(type.type(), value)).isEqualTo(bytes);
      } else {
        byte[] again = codecs.encodeMember(type.type(), value);
        assertThat(codecs.decodeMember(type.type(), again)).isEqualTo(value);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldReadEveryRoot() {
    return ROOTS.stream()
        .map(root -> DynamicTest.dynamicTest(root.getSimpleName(), () -> checkRoot(root)));
  }

  @SuppressWarnings("unchecked") // the instance is of the root's type
  private void checkRoot(Class<?> root) throws IOException {
    Object instance = Instances.of(root, root.getSimpleName());
    Path newest = root(root, versions(root));
    writeIfAsked(newest, codecs.encode((Class<Object>) root, instance));
    assertThat(codecs.decode((Class<Object>) root, read(newest))).isEqualTo(instance);
    for (int version = 1; version < versions(root); version++) {
      Object value = codecs.decode((Class<Object>) root, read(root(root, version)));
      byte[] again = codecs.encode((Class<Object>) root, value);
      assertThat(codecs.decode((Class<Object>) root, again)).isEqualTo(value);
    }
  }

  @Test
  void shouldHaveATypeForEachFixture() throws IOException {
    Set<Path> expected = new HashSet<>();
    for (CodecRegistry.Type type : codecs.types()) {
      for (int version = 1; version <= type.version(); version++) {
        expected.add(registered(type, version));
      }
    }
    for (Class<?> root : ROOTS) {
      for (int version = 1; version <= versions(root); version++) {
        expected.add(root(root, version));
      }
    }
    try (var present = Files.list(FIXTURES)) {
      assertThat(present).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void shouldReachEveryCommandFromTheRoot() {
    Command command = (Command) Instances.of(Command.class, "command");
    assertThat(codecs.decode(Command.class, codecs.encode(Command.class, command)))
        .isEqualTo(command);
  }

  private static void writeIfAsked(Path path, byte[] bytes) throws IOException {
    if (UPDATE && !Files.exists(path)) {
      Files.createDirectories(FIXTURES);
      String hex = HexFormat.of().formatHex(bytes);
      List<String> lines = new ArrayList<>();
      for (int start = 0; start < hex.length(); start += 96) {
        lines.add(hex.substring(start, Math.min(hex.length(), start + 96)));
      }
      Files.write(path, lines, StandardCharsets.US_ASCII);
    }
  }

  private static byte[] read(Path path) throws IOException {
    assertThat(path).as("run with -Dfixtures.update=true and commit the new file").exists();
    return HexFormat.of()
        .parseHex(String.join("", Files.readAllLines(path, StandardCharsets.US_ASCII)));
  }
}
