package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ArgumentsTest {
  private static Invocation call(String... arguments) {
    // A port that nothing listens on: whatever is asked before the arguments are known fails.
    return Invocation.of(
        Map.of("SYNOD_SERVER", "https://127.0.0.1:1", "SYNOD_ISSUER", "http://127.0.0.1:1"),
        Path.of("/"),
        arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                             | Expected a command
          statsu                         | 'status'
          runs --wach                    | --watch
          run                            | Expected start, show or cancel
          run start                      | WORKFLOW
          run show pod/x                 | Expected the name of a run, such as run/review, but found 'pod/x'
          why                            | run/NAME
          approve                        | RUN|ID
          approve run/                   | Expected the name of a run, such as run/review, but found 'run/'
          approve agent/x                | Expected the name of a run, such as run/review, but found 'agent/x'
          reject a/b/c                   | Expected the name of a run, such as run/review, but found 'a/b/c'
          state get                      | KEY
          state put key                  | JSON
          state put reports/../findings/zz 1 -n a -g b | without '.' and '..' as a part of it, but found 'reports/../findings/zz'
          state get ./plan -n a -g b     | but found './plan'
          state get .. -n a -g b         | but found '..'
          state get  -n a -g b           | without an empty part, but found ''
          state get a//b -n a -g b       | without an empty part, but found 'a//b'
          state get a// -n a -g b        | without an empty part, but found 'a/'
          state get / -n a -g b          | without an empty part, but found ''
          audit release  --reason x      | without an empty part, but found 'audit/holds/'
          run show .. -n a               | but found 'namespaces/a/runs/..'
          audit list --in ..             | but found 'namespaces/../audit/entries'
          state put key notjson          | Expected JSON
          state put key 1 --if-absent --if-revision 1-2 | mutually exclusive
          run start w --input @/nothing  | it can't be read
          run start w --input @/dev/zero | Expected at most 1048576 bytes, but /dev/zero has more
          policy try --subject s --action a --resource n --content @/dev/zero | Expected at most 1048576 bytes
          policy try --last 1 --resource n --with /dev/zero | Expected at most 524288 bytes
          audit export /nothing --since /dev/zero | Expected at most 1048576 bytes
          audit export /proc/x           | Expected a directory for the report, but /proc/x can't be made
          audit download year /proc/x -n a | Expected a directory for the report, but /proc/x can't be made
          run start w --timeout soon     | Expected a duration such as 90s
          log dump --after x             | --after
          status -o xml                  | -o
          """)
  void shouldSayWhatWasExpectedWhenArgumentsAreWrong(String line, String expected) {
    Invocation call = line.isEmpty() ? call() : call(line.split(" "));

    assertThat(call.err().toLowerCase(java.util.Locale.ROOT))
        .contains(expected.toLowerCase(java.util.Locale.ROOT));
    assertThat(call.exit()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
  }

  @Test
  void shouldRefuseToSendATokenInClear() {
    Invocation call =
        Invocation.of(Map.of("SYNOD_SERVER", "http://synod.example.org"), Path.of("/"), "status");

    assertThat(call.exit()).isEqualTo(2);
    assertThat(call.err()).contains("Expected https");
  }

  @Test
  void shouldHelpWithEachCommand() {
    Set<String> commands =
        new CommandLine(new SynodCommand(null, null, null)).getSubcommands().keySet();
    for (String command : commands) {
      Invocation call = call(command, "--help");

      assertThat(call.exit()).as(command).isZero();
      assertThat(call.out()).as(command).contains("Usage: kubectl synod " + command);
    }
  }
}
