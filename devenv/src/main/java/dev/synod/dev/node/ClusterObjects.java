package dev.synod.dev.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What pods refer to. */
interface ClusterObjects {

  Optional<Secret> secret(String namespace, String name);

  Optional<ConfigMap> configMap(String namespace, String name);

  /** A service-account token; the same one until it is time to renew it. */
  String token(PodRef pod, String serviceAccount, String audience, Duration lifetime);

  /** A Secret's entries as they appear in files. */
  default Map<String, byte[]> secretData(String namespace, String name, boolean optional)
      throws PodException {
    Optional<Secret> secret = secret(namespace, name);
    if (secret.isEmpty()) {
      return missing("Secret", namespace, name, optional);
    }
    Map<String, byte[]> data = new TreeMap<>();
    if (secret.get().getData() != null) {
      secret
          .get()
          .getData()
          .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }
    return data;
  }

  /** A ConfigMap's entries as they appear in files. */
  default Map<String, byte[]> configMapData(String namespace, String name, boolean optional)
      throws PodException {
    Optional<ConfigMap> configMap = configMap(namespace, name);
    if (configMap.isEmpty()) {
      return missing("ConfigMap", namespace, name, optional);
    }
    Map<String, byte[]> data = new TreeMap<>();
    if (configMap.get().getData() != null) {
      configMap
          .get()
          .getData()
          .forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
    }
    if (configMap.get().getBinaryData() != null) {
      configMap
          .get()
          .getBinaryData()
          .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }
    return data;
  }

  private static Map<String, byte[]> missing(
      String kind, String namespace, String name, boolean optional) throws PodException {
    if (optional) {
      return Map.of();
    }
    throw new PodException("%s %s is not in namespace %s (yet)".formatted(kind, name, namespace));
  }
}
