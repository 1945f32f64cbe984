package dev.synod.operator.agent;

import dev.synod.crds.agent.Agent;
import dev.synod.crds.agent.Container;
import dev.synod.operator.identity.Endpoints;
import dev.synod.operator.identity.Identities;
import dev.synod.operator.identity.ManagedBy;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Renders the Deployment that runs an Agent's instances. */
final class Deployments {
  /** Label of the pods, by which they are counted. */
  static final String AGENT_LABEL = "synod.dev/agent";

  private static final String CREDENTIALS = "/var/run/synod/credentials";
  private static final String ENDPOINTS = "/var/run/synod/endpoints";

  private Deployments() {}

  /** The label selector of an Agent's pods. */
  static String selector(Agent agent) {
    return AGENT_LABEL + "=" + agent.getMetadata().getName();
  }

  /**
   * The Deployment, under the restricted Pod Security Standard.
   *
   * @param server base URL of the API server as agents see it
   */
  static Deployment render(Agent agent, Container container, String server) {
    Map<String, String> selector = Map.of(AGENT_LABEL, agent.getMetadata().getName());
    Map<String, String> labels = new TreeMap<>(ManagedBy.LABELS);
    labels.putAll(selector);
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(agent.getMetadata().getNamespace())
        .withName(agent.getMetadata().getName())
        .withLabels(labels)
        .withOwnerReferences(ManagedBy.ownedBy(agent))
        .endMetadata()
        .withNewSpec()
        .withReplicas(Objects.requireNonNullElse(agent.getSpec().replicas(), 1))
        .withNewSelector()
        .withMatchLabels(selector)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(pod(agent, container, server))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static PodSpec pod(Agent agent, Container container, String server) {
    return new PodSpecBuilder()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(agent, container, server))
        .withVolumes(volumes(agent))
        .build();
  }

  private static io.fabric8.kubernetes.api.model.Container container(
      Agent agent, Container container, String server) {
    return new ContainerBuilder()
        .withName("agent")
        .withImage(container.image())
        .withCommand(container.command())
        .withArgs(container.args())
        .withEnv(env(agent, container, server))
        .withVolumeMounts(mount("credentials", CREDENTIALS), mount("endpoints", ENDPOINTS))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  private static List<EnvVar> env(Agent agent, Container container, String server) {
    List<EnvVar> env = new ArrayList<>();
    env.add(new EnvVar("SYNOD_SERVER", server, null));
    env.add(new EnvVar("SYNOD_NAMESPACE", agent.getMetadata().getNamespace(), null));
    env.add(new EnvVar("SYNOD_AGENT", agent.getMetadata().getName(), null));
    env.add(new EnvVar("SYNOD_CREDENTIALS", CREDENTIALS, null));
    env.add(new EnvVar("SYNOD_CA", ENDPOINTS + "/ca.crt", null));
    container.env().forEach(one -> env.add(new EnvVar(one.name(), one.value(), null)));
    return env;
  }

  private static List<Volume> volumes(Agent agent) {
    return List.of(
        new VolumeBuilder()
            .withName("credentials")
            .withNewSecret()
            .withSecretName(Identities.secretName(agent))
            .endSecret()
            .build(),
        new VolumeBuilder()
            .withName("endpoints")
            .withNewConfigMap()
            .withName(Endpoints.NAME)
            .endConfigMap()
            .build());
  }

  private static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).withReadOnly(true).build();
  }
}
