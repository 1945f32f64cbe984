package dev.synod.dev.controlplane;

import dev.synod.dev.certificate.CertificateAuthority;
import dev.synod.dev.certificate.KeyFiles;
import dev.synod.dev.process.ProcessSpec;
import dev.synod.dev.supervisor.Part;
import dev.synod.dev.supervisor.Probes;
import dev.synod.dev.toolchain.Tool;
import dev.synod.dev.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Kubernetes control plane without nodes: it stores, validates, authorizes, watches and collects
 * garbage as any cluster does, and runs no pods. The controllers that would make pods of
 * Deployments are left out, for the dev node takes their place.
 */
public final class ControlPlane {

  private static final String LOOPBACK = "127.0.0.1";

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private static final List<String> CONTROLLERS =
      List.of(
          "garbage-collector-controller",
          "namespace-controller",
          "serviceaccount-controller",
          "root-ca-certificate-publisher-controller",
          "clusterrole-aggregation-controller");

  private final ControlPlaneLayout layout;
  private final ControlPlanePorts ports;
  private final Toolchain tools;
  private final Credentials credentials;

  private record Credentials(
      Path authority,
      KeyFiles serving,
      KeyFiles etcd,
      KeyFiles administrator,
      KeyFiles controllers,
      KeyFiles tokens) {}

  private ControlPlane(
      ControlPlaneLayout layout,
      ControlPlanePorts ports,
      Toolchain tools,
      Credentials credentials) {
    this.layout = layout;
    this.ports = ports;
    this.tools = tools;
    this.credentials = credentials;
  }

  /** Makes keys, certificates and the administrator's kubeconfig where they are missing. */
  public static ControlPlane prepare(
      ControlPlaneLayout layout, ControlPlanePorts ports, Toolchain tools, Clock clock)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(layout.logs());
    Path pki = Files.createDirectories(layout.pki());
    CertificateAuthority authority = CertificateAuthority.loadOrCreate(pki, "kubernetes-ca", clock);
    List<String> hosts =
        List.of("localhost", "kubernetes", "kubernetes.default.svc", LOOPBACK, "10.96.0.1");
    // Whoever holds a certificate of etcd's authority may write the cluster's state: it has its
    // own.
    CertificateAuthority etcdAuthority = CertificateAuthority.loadOrCreate(pki, "etcd-ca", clock);
    Credentials credentials =
        new Credentials(
            authority.certificateFile(),
            authority.issue(pki, "kube-apiserver", "CN=kube-apiserver", hosts),
            etcdAuthority.issue(pki, "etcd", "CN=etcd", List.of("localhost", LOOPBACK)),
            authority.issue(pki, "admin", "O=system:masters,CN=admin", List.of()),
            authority.issue(
                pki, "controller-manager", "CN=system:kube-controller-manager", List.of()),
            KeyFiles.loadOrCreateKeyPair(pki, "service-account"));
    ControlPlane plane = new ControlPlane(layout, ports, tools, credentials);
    Kubeconfig.writeWithCertificate(
        layout.kubeconfig(),
        plane.server(),
        credentials.authority(),
        credentials.administrator().open(),
        credentials.administrator().key());
    Kubeconfig.writeWithCertificate(
        plane.controllersKubeconfig(),
        plane.server(),
        credentials.authority(),
        credentials.controllers().open(),
        credentials.controllers().key());
    return plane;
  }

  /** Base URL of the Kubernetes API; also the issuer of service-account tokens. */
  public String server() {
    return "https://%s:%d".formatted(LOOPBACK, ports.apiServer());
  }

  /** Certificate that the Kubernetes API's own is signed with. */
  public Path authority() {
    return credentials.authority();
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return layout.kubeconfig();
  }

  /** The three processes, each after the one that it needs. */
  public List<Part> parts() {
    String controllers = "https://%s:%d/healthz".formatted(LOOPBACK, ports.controllerManager());
    return List.of(
        new Part.Service(
            "etcd", Set.of(), this::etcd, Probes.port(ports.etcdClient()), READY_WITHIN),
        new Part.Service(
            "kube-apiserver",
            Set.of("etcd"),
            this::kubeApiServer,
            Probes.https(server() + "/readyz", authority()),
            READY_WITHIN),
        new Part.Service(
            "kube-controller-manager",
            Set.of("kube-apiserver"),
            this::kubeControllerManager,
            Probes.https(controllers, authority()),
            READY_WITHIN));
  }

  private ProcessSpec etcd() {
    String client = "https://%s:%d".formatted(LOOPBACK, ports.etcdClient());
    String peer = "http://%s:%d".formatted(LOOPBACK, ports.etcdPeer());
    KeyFiles keys = credentials.etcd();
    return process(
        Tool.ETCD,
        "--name=synod",
        "--data-dir=" + layout.data().resolve("etcd"),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=synod=" + peer,
        "--cert-file=" + keys.open(),
        "--key-file=" + keys.key(),
        "--trusted-ca-file=" + etcdAuthority(),
        "--client-cert-auth=true",
        "--log-level=warn");
  }

  private ProcessSpec kubeApiServer() {
    KeyFiles etcdKeys = credentials.etcd();
    KeyFiles serving = credentials.serving();
    return process(
        Tool.KUBE_APISERVER,
        "--etcd-servers=https://%s:%d".formatted(LOOPBACK, ports.etcdClient()),
        "--etcd-cafile=" + etcdAuthority(),
        "--etcd-certfile=" + etcdKeys.open(),
        "--etcd-keyfile=" + etcdKeys.key(),
        "--bind-address=" + LOOPBACK,
        "--advertise-address=" + LOOPBACK,
        "--secure-port=" + ports.apiServer(),
        "--endpoint-reconciler-type=none",
        "--tls-cert-file=" + serving.open(),
        "--tls-private-key-file=" + serving.key(),
        "--client-ca-file=" + credentials.authority(),
        "--authorization-mode=Node,RBAC",
        "--service-account-issuer=" + server(),
        "--service-account-key-file=" + credentials.tokens().open(),
        "--service-account-signing-key-file=" + credentials.tokens().key(),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--profiling=false");
  }

  private ProcessSpec kubeControllerManager() {
    return process(
        Tool.KUBE_CONTROLLER_MANAGER,
        "--kubeconfig=" + controllersKubeconfig(),
        "--bind-address=" + LOOPBACK,
        "--secure-port=" + ports.controllerManager(),
        "--tls-cert-file=" + credentials.serving().open(),
        "--tls-private-key-file=" + credentials.serving().key(),
        "--leader-elect=false",
        // Each controller is somebody of its own, as in a cluster: what they delete is no person's.
        "--use-service-account-credentials=true",
        "--root-ca-file=" + credentials.authority(),
        "--service-account-private-key-file=" + credentials.tokens().key(),
        "--controllers=" + String.join(",", CONTROLLERS));
  }

  private Path controllersKubeconfig() {
    return layout.pki().resolve("controller-manager-kubeconfig");
  }

  private Path etcdAuthority() {
    return layout.pki().resolve("etcd-ca.crt");
  }

  private ProcessSpec process(Tool tool, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(tools.path(tool).toString()), Stream.of(arguments)).toList();
    return new ProcessSpec(
        command, Map.of(), layout.logs(), layout.logs().resolve(tool.program() + ".log"));
  }
}
