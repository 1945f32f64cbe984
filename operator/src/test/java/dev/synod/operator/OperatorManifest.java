package dev.synod.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.quarkiverse.operatorsdk.annotations.RBACRule;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the operator needs of a cluster, made from what its classes say that they use. */
final class OperatorManifest {
  static final String NAMESPACE = "synod-system";
  static final String NAME = "synod-operator";
  private static final Path CLASSES = Path.of("target/classes");

  /** Packages whose classes use what they say in the operator's own namespace alone. */
  private static final Set<String> OWN =
      Set.of("dev.synod.operator.leadership", "dev.synod.operator.witness");

  private OperatorManifest() {}

  static String generate() throws IOException {
    List<Class<?>> classes = operatorClasses();
    List<PolicyRule> cluster = new ArrayList<>();
    List<PolicyRule> own = new ArrayList<>();
    for (Class<?> type : classes) {
      if (type.isAnnotationPresent(ControllerConfiguration.class)) {
        cluster.addAll(rulesOfPrimary(type));
      }
      (OWN.contains(type.getPackageName()) ? own : cluster).addAll(declaredRules(type));
    }
    return documents(cluster, own).stream()
        .map(Serialization::asYaml)
        .collect(
            Collectors.joining(
                "", "# Generated from the operator's classes by OperatorManifestTest.\n", ""));
  }

  private static List<HasMetadata> documents(List<PolicyRule> cluster, List<PolicyRule> own) {
    return List.of(
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build(),
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(NAME)
            .endMetadata()
            .build(),
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .withRules(cluster)
            .build(),
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(NAME)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", NAME)
            .addNewSubject("", "ServiceAccount", NAME, NAMESPACE)
            .build(),
        new RoleBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(NAME)
            .endMetadata()
            .withRules(own)
            .build(),
        new RoleBindingBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(NAME)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
            .addNewSubject("", "ServiceAccount", NAME, NAMESPACE)
            .build());
  }

  /** A reconciler follows its kind, keeps its finalizer there and patches the status. */
  private static List<PolicyRule> rulesOfPrimary(Class<?> reconciler) {
    Class<?> primary =
        Arrays.stream(reconciler.getGenericInterfaces())
            .map(ParameterizedType.class::cast)
            .filter(type -> type.getRawType() == Reconciler.class)
            .map(type -> (Class<?>) type.getActualTypeArguments()[0])
            .findFirst()
            .orElseThrow();
    String plural = HasMetadata.getPlural(primary.asSubclass(HasMetadata.class));
    return List.of(
        rule("synod.dev", List.of(plural), List.of(), List.of("get", "list", "watch", "patch")),
        rule("synod.dev", List.of(plural + "/status"), List.of(), List.of("patch")));
  }

  private static List<PolicyRule> declaredRules(Class<?> type) {
    return Stream.of(type.getAnnotationsByType(RBACRule.class))
        .map(
            rule ->
                rule(
                    rule.apiGroups()[0],
                    List.of(rule.resources()),
                    List.of(rule.resourceNames()),
                    List.of(rule.verbs())))
        .toList();
  }

  private static PolicyRule rule(
      String group, List<String> resources, List<String> names, List<String> verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resources)
        .withResourceNames(names)
        .withVerbs(verbs)
        .build();
  }

  private static List<Class<?>> operatorClasses() throws IOException {
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/synod/operator"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        String name =
            CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        if (!name.endsWith("package-info")) {
          classes.add(Class.forName(name, false, OperatorManifest.class.getClassLoader()));
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return classes;
  }
}
