package dev.synod.dev.command;

import dev.synod.dev.keycloak.KeycloakDistribution;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import dev.synod.dev.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Makes sure that the programs of others are there. */
final class ToolStep {

  private ToolStep() {}

  /**
   * Builds what is missing.
   *
   * @param wanted programs that the caller is about to run
   */
  static void run(Workspace workspace, Toolchain tools, List<Tool> wanted, Steps steps)
      throws CommandFailure, InterruptedException {
    List<Tool> missing = tools.missing(wanted);
    if (!missing.isEmpty()) {
      Path log = workspace.log("tools");
      System.out.printf(
          "Building %s once for all clones, up to 9 minutes on 2 cores (log: %s)%n",
          missing.stream().map(Tool::program).collect(Collectors.joining(", ")), log);
      steps.run(
          "Programs from Go",
          log,
          "See the log, then call ./dev again: what is built is kept.",
          () -> tools.provide(wanted, log));
    }
    KeycloakDistribution keycloak = KeycloakDistribution.in(tools.cache());
    if (!keycloak.isPresent()) {
      Path log = workspace.log("tools");
      steps.run(
          "Keycloak",
          log,
          "See the log, then call ./dev again.",
          () -> keycloak.provide(workspace.root(), log));
    }
  }
}
