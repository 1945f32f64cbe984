package dev.synod.dev.node;

import dev.synod.dev.workspace.PrivateFiles;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod's volumes as files below one folder: what is mounted at {@code /a/b} in a container stands
 * at {@code FOLDER/a/b} here.
 */
final class PodVolumes {

  private static final long TOKEN_SECONDS_DEFAULT = 3600;

  private final ClusterObjects objects;
  private final PodRef pod;
  private final PodTemplateSpec template;
  private final Path folder;

  PodVolumes(ClusterObjects objects, PodRef pod, PodTemplateSpec template, Path folder) {
    this.objects = objects;
    this.pod = pod;
    this.template = template;
    this.folder = folder;
  }

  /**
   * Brings the files up to date, each replaced as a whole.
   *
   * @return local folder by mount path
   */
  Map<String, Path> materialize(Container container) throws PodException, IOException {
    Map<String, Path> mounts = new TreeMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      if (mount.getSubPath() != null && !mount.getSubPath().isEmpty()) {
        throw new PodException("The dev node does not do subPath of volume " + mount.getName());
      }
      Path local = local(mount.getMountPath());
      Files.createDirectories(local);
      write(local, volume(mount.getName()));
      mounts.put(mount.getMountPath(), local);
    }
    return mounts;
  }

  private Path local(String mountPath) throws PodException {
    Path local = folder.resolve(mountPath.replaceAll("^/+", "")).normalize();
    if (!local.startsWith(folder) || local.equals(folder)) {
      throw new PodException("A volume can't be mounted at " + mountPath);
    }
    return local;
  }

  private Volume volume(String name) throws PodException {
    for (Volume volume : template.getSpec().getVolumes()) {
      if (volume.getName().equals(name)) {
        return volume;
      }
    }
    throw new PodException("There is no volume " + name);
  }

  private void write(Path local, Volume volume) throws PodException, IOException {
    if (volume.getEmptyDir() != null) {
      return;
    }
    Map<String, byte[]> files = content(volume);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = local.resolve(file.getKey()).normalize();
      if (!target.startsWith(local)) {
        throw new PodException("A key can't be written to path " + file.getKey());
      }
      if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), file.getValue())) {
        PrivateFiles.write(target, file.getValue());
      }
    }
    try (Stream<Path> present = Files.walk(local)) {
      for (Path file : present.filter(Files::isRegularFile).toList()) {
        if (!files.containsKey(local.relativize(file).toString())) {
          Files.delete(file);
        }
      }
    }
  }

  private Map<String, byte[]> content(Volume volume) throws PodException {
    if (volume.getSecret() != null) {
      return pick(
          objects.secretData(
              pod.namespace(),
              volume.getSecret().getSecretName(),
              isTrue(volume.getSecret().getOptional())),
          volume.getSecret().getItems());
    }
    if (volume.getConfigMap() != null) {
      return pick(
          objects.configMapData(
              pod.namespace(),
              volume.getConfigMap().getName(),
              isTrue(volume.getConfigMap().getOptional())),
          volume.getConfigMap().getItems());
    }
    if (volume.getProjected() != null) {
      Map<String, byte[]> files = new TreeMap<>();
      for (VolumeProjection source : volume.getProjected().getSources()) {
        files.putAll(projection(source));
      }
      return files;
    }
    throw new PodException(
        "The dev node does secret, configMap, projected and emptyDir volumes; %s is another"
            .formatted(volume.getName()));
  }

  private Map<String, byte[]> projection(VolumeProjection source) throws PodException {
    if (source.getSecret() != null) {
      return pick(
          objects.secretData(
              pod.namespace(),
              source.getSecret().getName(),
              isTrue(source.getSecret().getOptional())),
          source.getSecret().getItems());
    }
    if (source.getConfigMap() != null) {
      return pick(
          objects.configMapData(
              pod.namespace(),
              source.getConfigMap().getName(),
              isTrue(source.getConfigMap().getOptional())),
          source.getConfigMap().getItems());
    }
    if (source.getServiceAccountToken() != null) {
      return token(source.getServiceAccountToken());
    }
    throw new PodException(
        "The dev node projects secret, configMap and serviceAccountToken, nothing else");
  }

  private Map<String, byte[]> token(ServiceAccountTokenProjection source) {
    long seconds = Objects.requireNonNullElse(source.getExpirationSeconds(), TOKEN_SECONDS_DEFAULT);
    String token =
        objects.token(
            pod,
            PodFields.serviceAccount(template),
            Objects.requireNonNullElse(source.getAudience(), ""),
            Duration.ofSeconds(seconds));
    return Map.of(source.getPath(), token.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, byte[]> pick(Map<String, byte[]> data, List<KeyToPath> items)
      throws PodException {
    if (items.isEmpty()) {
      return data;
    }
    Map<String, byte[]> picked = new TreeMap<>();
    for (KeyToPath item : items) {
      byte[] content = data.get(item.getKey());
      if (content == null) {
        throw new PodException("There is no key " + item.getKey());
      }
      picked.put(item.getPath(), content);
    }
    return picked;
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
