package dev.synod.server.identity;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What a verified token says; nothing here is trusted beyond what its issuer may say. */
sealed interface TokenClaims {
  Instant expiresAt();

  /** A token of the realm; {@code client} is {@code azp}. */
  record OfRealm(
      @Nullable String client,
      @Nullable String username,
      SortedSet<String> roles,
      Instant expiresAt)
      implements TokenClaims {}

  /** A token of the cluster; {@code account} is {@code namespace:name}. */
  record OfCluster(String account, Instant expiresAt) implements TokenClaims {}
}
