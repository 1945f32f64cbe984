package dev.synod.dev.platform;

import dev.synod.dev.controlplane.ControlPlane;
import dev.synod.dev.database.PostgresServer;
import dev.synod.dev.keycloak.KeycloakServer;
import dev.synod.dev.policy.OpaServer;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.workspace.Workspace;
import dev.synod.realm.RealmBootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Synod stands on. */
record Servers(
    Workspace workspace,
    ControlPlane controlPlane,
    KeycloakServer keycloak,
    PostgresServer postgres,
    OpaServer opa) {

  static final String REALM = "synod";

  List<Part> parts() {
    List<Part> parts = new ArrayList<>(controlPlane.parts());
    parts.add(keycloak.part());
    parts.addAll(postgres.parts());
    parts.add(opa.part());
    return parts;
  }

  /** Where clients find the API server. */
  String apiServer() {
    return "https://127.0.0.1:" + workspace.ports().apiServer();
  }

  /** Where the Kubernetes API asks the operator. */
  String operatorWebhook() {
    return "https://127.0.0.1:" + workspace.ports().webhook();
  }

  /** Certificate that the API server's own is signed with. */
  Path authority() {
    return workspace.state().resolve("ca.crt");
  }

  String issuer() {
    return keycloak.issuer(REALM).toString();
  }

  Path clusterKeys() {
    return workspace.state().resolve("k8s-jwks.json");
  }

  Path operatorKubeconfig() {
    return workspace.run().resolve("operator-kubeconfig");
  }

  Path operatorToken() {
    return workspace.tokens().resolve("synod-operator");
  }

  Path workerToken() {
    return workspace.tokens().resolve("synod-worker");
  }

  /** The operator's client secret of Keycloak. */
  Path operatorKeycloakSecret() {
    return workspace.run().resolve("synod-operator-keycloak-secret");
  }

  LoginFile loginFile() throws IOException {
    return new LoginFile(
        apiServer(),
        authority().toString(),
        issuer(),
        RealmBootstrap.CLI_CLIENT,
        LoginFile.peopleOf(workspace.loginFile()));
  }
}
