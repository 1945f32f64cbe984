package dev.synod.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's public keys, cached. They are read again when they are old or when a token names a
 * key that is not among them, but at most once per interval; while the issuer is away the known
 * ones serve on. What was read last is kept in a file, so that a restart doesn't need the issuer
 * either.
 */
final class IssuerKeys {
  private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

  private final String name;
  private final KeySource source;
  private final Optional<Path> kept;
  private final Duration refreshInterval;
  private final Duration maxAge;
  private final LongSupplier nanoTime;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile @Nullable Known known;
  private volatile @Nullable Long triedAtNanos;

  private record Known(List<JsonWebKey> keys, long readAtNanos, boolean fresh) {}

  IssuerKeys(
      String name,
      KeySource source,
      Optional<Path> kept,
      Duration refreshInterval,
      Duration maxAge,
      LongSupplier nanoTime) {
    this.name = name;
    this.source = source;
    this.kept = kept;
    this.refreshInterval = refreshInterval;
    this.maxAge = maxAge;
    this.nanoTime = nanoTime;
    kept.filter(Files::isReadable).ifPresent(this::recall);
  }

  /** The key of that id; empty where the issuer has none or was never reached. */
  Optional<JsonWebKey> find(@Nullable String keyId) {
    Optional<JsonWebKey> found = among(known, keyId);
    if (found.isEmpty() || isOld(known)) {
      refresh();
      found = among(known, keyId);
    }
    return found;
  }

  /** Whether keys are known at all. */
  boolean available() {
    return known != null;
  }

  /** Reads the keys, unless that was tried within the interval. */
  void refresh() {
    if (!refreshing.tryLock()) {
      if (known != null) {
        return;
      }
      refreshing.lock();
    }
    try {
      Long tried = triedAtNanos;
      if (tried != null && nanoTime.getAsLong() - tried < refreshInterval.toNanos()) {
        return;
      }
      triedAtNanos = nanoTime.getAsLong();
      String document = source.read();
      known = new Known(parse(document), nanoTime.getAsLong(), true);
      kept.ifPresent(file -> keep(file, document));
    } catch (IOException | JoseException e) {
      LOG.warnf(
          "Keys of issuer %s could not be read, the known ones serve on: %s", name, e.getMessage());
    } finally {
      refreshing.unlock();
    }
  }

  private boolean isOld(@Nullable Known keys) {
    return keys == null
        || !keys.fresh
        || nanoTime.getAsLong() - keys.readAtNanos > maxAge.toNanos();
  }

  private static Optional<JsonWebKey> among(@Nullable Known keys, @Nullable String keyId) {
    if (keys == null || keyId == null) {
      return Optional.empty();
    }
    return keys.keys().stream().filter(key -> keyId.equals(key.getKeyId())).findFirst();
  }

  private static List<JsonWebKey> parse(String document) throws JoseException {
    return List.copyOf(new JsonWebKeySet(document).getJsonWebKeys());
  }

  private void recall(Path file) {
    try {
      known = new Known(parse(Files.readString(file)), nanoTime.getAsLong(), false);
    } catch (IOException | JoseException e) {
      LOG.warnf("Kept keys of issuer %s can't be read: %s", name, e.getMessage());
    }
  }

  private static void keep(Path file, String document) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(written, document, StandardCharsets.UTF_8);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to keep an issuer's keys in " + file, e);
    }
  }
}
