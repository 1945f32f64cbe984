package dev.synod.server.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.rego.Sight;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be put in force: the base files and the declared policies of one state. Every replica
 * composes the same bundle from the same state.
 *
 * @param changedAt {@link Policies#changedAt} of the state
 * @param baseOnly whether declared policies are left out, in an emergency
 */
record Composition(Bundle bundle, long changedAt, boolean baseOnly) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Lines in front of a policy's module in its file. */
  static final int LINES_BEFORE = 1;

  /**
   * Composes.
   *
   * @param base files by their path within the bundle
   * @param systemNamespace whose policies may have a say everywhere
   */
  static Composition of(SortedMap<String, byte[]> base, Policies policies, String systemNamespace) {
    var files = new TreeMap<>(base);
    List<Policy> included = policies.included();
    if (!included.isEmpty()) {
      ObjectNode declared = JSON.createObjectNode();
      for (Policy policy : included) {
        files.put(file(policy.ref()), bytes(packaged(policy)));
        declared.set(policy.ref().toString(), data(policy, systemNamespace));
      }
      files.put("synod/declared/data.json", bytes(json(declared)));
    }
    return new Composition(Bundle.of(files), policies.changedAt(), policies.breakGlass() != null);
  }

  /** The path of a policy's module within the bundle. */
  static String file(PolicyRef ref) {
    return "tenant/" + ref.namespace() + "/" + ref.name() + ".rego";
  }

  /** Names are DNS labels, so that they need no escape in a string. */
  private static String packaged(Policy policy) {
    return "package tenant[\"%s\"][\"%s\"]\n%s\n"
        .formatted(policy.ref().namespace(), policy.ref().name(), policy.spec().module());
  }

  private static ObjectNode data(Policy policy, String systemNamespace) {
    var spec = policy.spec();
    ObjectNode data = JSON.createObjectNode();
    data.put("namespace", policy.ref().namespace());
    data.put("name", policy.ref().name());
    data.put("mode", spec.mode().word());
    data.put("failurePolicy", spec.failurePolicy().word());
    boolean everywhere = policy.ref().namespace().equals(systemNamespace);
    data.set(
        "namespaces",
        texts(everywhere ? spec.scope().namespaces() : List.of(policy.ref().namespace())));
    data.set("groups", texts(spec.scope().groups()));
    data.set("actions", texts(spec.scope().actions()));
    data.set("looksAt", texts(Sight.of(spec.module()).stream().map(Sight::word).toList()));
    try {
      data.set("parameters", JSON.readTree(spec.parameters().json()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected parameters that were JSON when declared.", e);
    }
    return data;
  }

  private static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = JSON.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static String json(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a tree that can be written.", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
