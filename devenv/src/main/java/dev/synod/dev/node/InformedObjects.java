package dev.synod.dev.node;

import dev.synod.dev.cluster.ServiceAccountTokens;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets and ConfigMaps from watches, tokens on request. */
final class InformedObjects implements ClusterObjects {

  /** A token is renewed when this share of its lifetime is over, as the kubelet does. */
  private static final int RENEW_AFTER_PERCENT = 80;

  private final KubernetesClient client;
  private final SharedIndexInformer<Secret> secrets;
  private final SharedIndexInformer<ConfigMap> configMaps;
  private final Clock clock;
  private final Map<TokenKey, Token> tokens = new ConcurrentHashMap<>();

  private record TokenKey(PodRef pod, String serviceAccount, String audience) {}

  private record Token(String value, Instant renewAt) {}

  InformedObjects(
      KubernetesClient client,
      SharedIndexInformer<Secret> secrets,
      SharedIndexInformer<ConfigMap> configMaps,
      Clock clock) {
    this.client = client;
    this.secrets = secrets;
    this.configMaps = configMaps;
    this.clock = clock;
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return Optional.ofNullable(
        secrets.getIndexer().getByKey(Cache.namespaceKeyFunc(namespace, name)));
  }

  @Override
  public Optional<ConfigMap> configMap(String namespace, String name) {
    return Optional.ofNullable(
        configMaps.getIndexer().getByKey(Cache.namespaceKeyFunc(namespace, name)));
  }

  @Override
  public String token(PodRef pod, String serviceAccount, String audience, Duration lifetime) {
    TokenKey key = new TokenKey(pod, serviceAccount, audience);
    Token token =
        tokens.compute(
            key,
            (ignored, held) ->
                held != null && clock.instant().isBefore(held.renewAt())
                    ? held
                    : request(key, lifetime));
    return token.value();
  }

  private Token request(TokenKey key, Duration lifetime) {
    String value =
        ServiceAccountTokens.request(
            client,
            key.pod().namespace(),
            key.serviceAccount(),
            key.audience().isEmpty() ? List.of() : List.of(key.audience()),
            lifetime);
    Duration usable = lifetime.multipliedBy(RENEW_AFTER_PERCENT).dividedBy(100);
    return new Token(value, clock.instant().plus(usable));
  }
}
