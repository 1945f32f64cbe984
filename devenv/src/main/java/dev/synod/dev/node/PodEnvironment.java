package dev.synod.dev.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment with every reference resolved. */
final class PodEnvironment {

  /** {@code $(NAME)}, and {@code $$(NAME)} which stands for itself. */
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$?)\\(([A-Za-z_][\\w.-]*)\\)");

  private final ClusterObjects objects;
  private final PodRef pod;
  private final PodTemplateSpec template;
  private final Map<String, Path> mounts;

  PodEnvironment(
      ClusterObjects objects, PodRef pod, PodTemplateSpec template, Map<String, Path> mounts) {
    this.objects = objects;
    this.pod = pod;
    this.template = template;
    this.mounts = mounts;
  }

  Map<String, String> resolve(Container container) throws PodException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvFromSource source : container.getEnvFrom()) {
      String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
      all(source).forEach((key, value) -> environment.put(prefix + key, text(value)));
    }
    for (EnvVar variable : container.getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? expand(Objects.requireNonNullElse(variable.getValue(), ""), environment)
              : from(variable.getValueFrom());
      environment.put(variable.getName(), localized(value));
    }
    return environment;
  }

  /** Replaces references as Kubernetes does; one to an unknown variable stays as it is. */
  static String expand(String value, Map<String, String> environment) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            found -> {
              String replacement =
                  found.group(1).isEmpty()
                      ? environment.getOrDefault(found.group(2), found.group())
                      : "$(" + found.group(2) + ")";
              return Matcher.quoteReplacement(replacement);
            });
  }

  /** A path below a mount is one below the folder that stands for it. */
  String localized(String value) {
    for (Map.Entry<String, Path> mount : mounts.entrySet()) {
      String path = mount.getKey();
      if (value.equals(path) || value.startsWith(path + "/")) {
        return mount.getValue() + value.substring(path.length());
      }
    }
    return value;
  }

  private Map<String, byte[]> all(EnvFromSource source) throws PodException {
    if (source.getSecretRef() != null) {
      return objects.secretData(
          pod.namespace(),
          source.getSecretRef().getName(),
          Boolean.TRUE.equals(source.getSecretRef().getOptional()));
    }
    return objects.configMapData(
        pod.namespace(),
        source.getConfigMapRef().getName(),
        Boolean.TRUE.equals(source.getConfigMapRef().getOptional()));
  }

  private String from(EnvVarSource source) throws PodException {
    if (source.getSecretKeyRef() != null) {
      var ref = source.getSecretKeyRef();
      boolean optional = Boolean.TRUE.equals(ref.getOptional());
      return key(
          objects.secretData(pod.namespace(), ref.getName(), optional), ref.getKey(), optional);
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      boolean optional = Boolean.TRUE.equals(ref.getOptional());
      return key(
          objects.configMapData(pod.namespace(), ref.getName(), optional), ref.getKey(), optional);
    }
    if (source.getFieldRef() != null) {
      return PodFields.value(pod, template, source.getFieldRef().getFieldPath());
    }
    throw new PodException("The dev node does not do resourceFieldRef in the environment");
  }

  private static String key(Map<String, byte[]> data, String key, boolean optional)
      throws PodException {
    byte[] value = data.get(key);
    if (value == null && !optional) {
      throw new PodException("There is no key " + key);
    }
    return value == null ? "" : text(value);
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
