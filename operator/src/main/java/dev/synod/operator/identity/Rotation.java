package dev.synod.operator.identity;

import dev.synod.crds.agent.Identity;
import dev.synod.crds.agent.Identity.ClientSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an agent's credentials are made anew, and when the former ones end.
 *
 * @param period age at which they are made anew
 * @param overlap for how long the former ones go on working
 * @param requested when somebody asked for new ones, by annotation {@link #REQUEST}
 * @param unreadable what the annotation says where that is no time
 */
public record Rotation(
    Duration period, Duration overlap, Optional<Instant> requested, Optional<String> unreadable) {
  /** Annotation of an Agent: a moment (RFC 3339) after which its credentials are made anew. */
  public static final String REQUEST = "synod.dev/rotate-credentials";

  private static final Duration PERIOD_DEFAULT = Duration.ofDays(30);
  private static final Duration OVERLAP_DEFAULT = Duration.ofHours(1);

  /** What an Agent asks for; defaults where it says nothing. */
  public static Rotation of(HasMetadata agent, @Nullable Identity identity) {
    ClientSecret secret = identity == null ? null : identity.secret();
    String request =
        agent.getMetadata().getAnnotations() == null
            ? null
            : agent.getMetadata().getAnnotations().get(REQUEST);
    Optional<Instant> requested = Optional.ofNullable(request).flatMap(Rotation::instant);
    return new Rotation(
        duration(secret == null ? null : secret.rotationPeriod(), PERIOD_DEFAULT),
        duration(secret == null ? null : secret.overlap(), OVERLAP_DEFAULT),
        requested,
        requested.isPresent() ? Optional.empty() : Optional.ofNullable(request));
  }

  /** When credentials of that age are made anew. */
  Instant due(Instant issuedAt) {
    Instant byAge = issuedAt.plus(period);
    return requested.filter(at -> at.isAfter(issuedAt) && at.isBefore(byAge)).orElse(byAge);
  }

  /** When the credentials before those that were issued then end. */
  Instant formerEnd(Instant issuedAt) {
    return issuedAt.plus(overlap);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration duration(@Nullable String text, Duration otherwise) {
    try {
      return text == null
          ? otherwise
          : io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
    } catch (ParseException e) {
      return otherwise;
    }
  }
}
