package dev.synod.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers of which the first one takes nothing. */
class OtherReplicaIT {
  private static final String REFUSED =
      """
      {"type":"https://synod.dev/problems/replica-diverged","title":"Replica diverged","status":503,
       "detail":"Ask another replica.","code":"replica-diverged"}""";
  private static final String MEMBERS =
      """
      {"items":[{"name":"r2","id":"r2-b","role":"Leader","address":"127.0.0.1:17015"}]}""";

  @TempDir private Path home;

  @Test
  void shouldAskTheNextOneWhereOneServesNobody() throws IOException {
    Invocation asked = members("200_GET_v1_cluster_members.json", MEMBERS);

    assertThat(asked.err()).isEmpty();
    assertThat(asked.exit()).isZero();
    assertThat(asked.out()).contains("r2-b");
  }

  @Test
  void shouldSayWhatTheLastOneSaidWhereNoneServes() throws IOException {
    Invocation asked = members("503_GET_v1_cluster_members.json", REFUSED);

    assertThat(asked.exit()).isNotZero();
    assertThat(asked.err()).contains("Ask another replica.");
  }

  private Invocation members(String second, String answer) throws IOException {
    Path token = Files.writeString(home.resolve("token"), "secret-token\n");
    Path refusing = Files.createDirectory(home.resolve("refusing"));
    Files.writeString(refusing.resolve("503_GET_v1_cluster_members.json"), REFUSED);
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(other.resolve(second), answer);
    try (var first = new CannedServer(refusing);
        var next = new CannedServer(other)) {
      return Invocation.of(
          Map.of(
              "SYNOD_SERVER",
              first.url() + "," + next.url(),
              "SYNOD_TOKEN_FILE",
              token.toString(),
              "HOME",
              home.toString()),
          home,
          "cluster",
          "members");
    }
  }
}
