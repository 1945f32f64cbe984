package dev.synod.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs every example of the documentation: fenced blocks marked {@code console}. Lines that begin
 * with {@code $ } are typed; what follows must be printed, where {@code …} stands for anything.
 */
@ExtendWith(Stack.class)
class DocumentationIT {
  private static final Pattern BLOCK =
      Pattern.compile("^```console\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @TestFactory
  Stream<DynamicTest> shouldPrintWhatTheExamplesPromise() throws IOException {
    try (Stream<Path> docs = Files.walk(Product.ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(Product.ROOT.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .flatMap(DocumentationIT::examples)
          .toList()
          .stream();
    }
  }

  private static Stream<DynamicTest> examples(Path page) {
    try {
      var blocks = BLOCK.matcher(Files.readString(page));
      var tests = new ArrayList<DynamicTest>();
      while (blocks.find()) {
        String block = blocks.group(1);
        tests.add(
            DynamicTest.dynamicTest(
                Product.ROOT.relativize(page) + ": " + block.lines().findFirst().orElse(""),
                () -> check(block)));
      }
      return tests.stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(String block) {
    for (String part : ("\n" + block).split("\n\\$ ")) {
      if (!part.isBlank()) {
        List<String> lines = part.stripTrailing().lines().toList();
        Result result = Stack.product().shell(lines.getFirst());
        String expected = String.join("\n", lines.subList(1, lines.size())).strip();
        var pattern = new StringBuilder();
        for (String literal : expected.split("…", -1)) {
          pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        assertThat(result.all().strip().replaceAll("[ \\t]+(?=\\n|$)", ""))
            .as(result.command())
            .matches(Pattern.compile(pattern.toString(), Pattern.DOTALL));
      }
    }
  }
}
