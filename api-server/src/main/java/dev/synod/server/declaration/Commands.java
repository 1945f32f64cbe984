package dev.synod.server.declaration;

import dev.synod.kernel.Command;
import dev.synod.kernel.agent.AgentCommand.DeclareAgent;
import dev.synod.kernel.agent.AgentCommand.RetractAgent;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.group.GroupCommand.DeclareGroup;
import dev.synod.kernel.group.GroupCommand.RetractGroup;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.policy.PolicyCommand.DeclarePolicy;
import dev.synod.kernel.policy.PolicyCommand.RetractPolicy;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.run.RunCommand.DeclareWorkflow;
import dev.synod.kernel.run.RunCommand.RetractRun;
import dev.synod.kernel.run.RunCommand.RetractWorkflow;
import dev.synod.kernel.run.RunCommand.StartRun;
import dev.synod.kernel.run.RunRef;
import dev.synod.kernel.run.WorkflowRef;
import dev.synod.kernel.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** Declarations as commands. */
public final class Commands {
  private Commands() {}

  /**
   * A resource as the operator saw it.
   *
   * @param clientId of an Agent
   * @param labels of an Agent
   * @param digest of a Workflow's definition as the operator computed it, or empty
   */
  public record Resource(
      String namespace,
      String name,
      Declaration declaration,
      Value spec,
      SortedMap<String, String> labels,
      String clientId,
      String digest) {}

  /**
   * The command that declares a resource.
   *
   * @throws SpecException where its spec can't be understood
   */
  public static Command declare(Kind kind, Resource resource) {
    String namespace = resource.namespace();
    String name = resource.name();
    Declaration declaration = resource.declaration();
    return switch (kind) {
      case AGENTS ->
          new DeclareAgent(
              new AgentRef(namespace, name),
              declaration,
              Specs.agent(resource.spec(), resource.labels(), resource.clientId()));
      case GROUPS ->
          new DeclareGroup(
              new GroupRef(namespace, name), declaration, Specs.group(resource.spec()));
      case WORKFLOWS -> workflow(resource);
      case RUNS ->
          new StartRun(
              new RunRef(namespace, name),
              declaration,
              Specs.reference(resource.spec(), "workflowRef"),
              Specs.free(resource.spec(), "input"));
      case POLICIES ->
          new DeclarePolicy(
              new PolicyRef(namespace, name), declaration, PolicySpecs.policy(resource.spec()));
    };
  }

  private static Command workflow(Resource resource) {
    Value definition = Specs.free(resource.spec(), "definition");
    String digest = digest(definition);
    if (!resource.digest().isEmpty() && !resource.digest().equals(digest)) {
      throw new SpecException(
          "Expected the digest of spec.definition, %s, but found %s."
              .formatted(digest, resource.digest()));
    }
    return new DeclareWorkflow(
        new WorkflowRef(resource.namespace(), resource.name()),
        resource.declaration(),
        new GroupRef(resource.namespace(), Specs.reference(resource.spec(), "groupRef")),
        digest,
        definition);
  }

  /** The command that takes a declaration back, if it is still that object's. */
  public static Command retract(Kind kind, String namespace, String name, String uid) {
    return switch (kind) {
      case AGENTS -> new RetractAgent(new AgentRef(namespace, name), uid);
      case GROUPS -> new RetractGroup(new GroupRef(namespace, name), uid);
      case WORKFLOWS -> new RetractWorkflow(new WorkflowRef(namespace, name), uid);
      case RUNS -> new RetractRun(new RunRef(namespace, name), uid);
      case POLICIES -> new RetractPolicy(new PolicyRef(namespace, name), uid);
    };
  }

  /** SHA-256 of a definition's canonical JSON, as {@code sha256:HEX}. */
  public static String digest(Value definition) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(definition.json().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
