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

  static void run(Workspace workspace, Toolchain tools, Steps steps)
      throws CommandFailure, InterruptedException {
    List<Tool> missing = tools.missing(Tool.required());
    if (!missing.isEmpty()) {
      Path log = workspace.log("tools");
      System.out.printf(
          "Building %s once for all clones, about 7 minutes on 2 cores (log: %s)%n",
          missing.stream().map(Tool::program).collect(Collectors.joining(", ")), log);
      steps.run(
          "Control plane and OPA from Go",
          log,
          "See the log, then call ./dev again: what is built is kept.",
          () -> tools.provide(Tool.required(), log));
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
