package dev.synod.dev.policy;

import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.Probes;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An Open Policy Agent on a loopback port, which fetches its bundle from the API server by long
 * polling and so learns of a new one within milliseconds.
 *
 * @param program the executable
 * @param configuration file that is written at each start
 * @param log its log file
 * @param bundlePort where the API server serves {@code /bundles/synod.tar.gz}
 */
public record OpaServer(Path program, Path configuration, Path log, int port, int bundlePort) {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  /** Base URL. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The process. */
  public Part part() {
    return part("opa");
  }

  /** The process under another name, where there are several. */
  public Part part(String name) {
    return new Part.Service(
        name, Set.of(), this::launch, Probes.http(url() + "/health"), READY_WITHIN);
  }

  private ProcessSpec launch() throws IOException {
    PrivateFiles.write(
        configuration,
        """
        services:
          synod:
            url: http://127.0.0.1:%d
        bundles:
          synod:
            service: synod
            resource: bundles/synod.tar.gz
            polling:
              min_delay_seconds: 1
              max_delay_seconds: 2
              long_polling_timeout_seconds: 30
        # Lets the API server read why a bundle was not taken.
        status:
          prometheus: true
        """
            .formatted(bundlePort));
    return new ProcessSpec(
        List.of(
            program.toString(),
            "run",
            "--server",
            "--addr=127.0.0.1:" + port,
            "--config-file=" + configuration,
            "--log-level=error",
            "--disable-telemetry"),
        Map.of(),
        PrivateFiles.createParent(configuration),
        log);
  }
}
