package dev.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.workspace.FreePorts;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Await;
import dev.synod.testkit.server.Issuers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a new disk whose others do not answer. */
@Timeout(300)
class NewDiskIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path directory;

  @Test
  void shouldEndWhenItIsAskedToWhileItWaitsForTheOthers() throws Exception {
    var authority = CertificateAuthority.loadOrCreate(directory, "peers", Clock.systemUTC());
    var certificate = authority.issue(directory, "peer", "CN=peer", List.of("localhost"));
    List<Integer> ports = FreePorts.find(6);
    try (var issuers = new Issuers();
        var server = new ApiServer(issuers, "http://127.0.0.1:" + ports.get(4), ports.get(5))) {
      server
          .with("SYNOD_REPLICA_NAME", "r1")
          .with(
              "SYNOD_REPLICAS",
              "r1=127.0.0.1:%d/127.0.0.1:%d,r2=127.0.0.1:%d/127.0.0.1:%d"
                  .formatted(ports.get(0), ports.get(1), ports.get(2), ports.get(3)))
          .with("SYNOD_PEER_CA", authority.certificateFile().toString())
          .with("SYNOD_PEER_CERT", certificate.open().toString())
          .with("SYNOD_PEER_KEY", certificate.key().toString())
          .launch();
      Await.until(
          LIMIT,
          "it waits",
          () -> Files.readString(server.log()).contains("waiting for the replicas"));

      server.stop();

      assertThat(server.isRunning()).isFalse();
    }
  }
}
