package dev.synod.server.replica;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one replica is, by its own word.
 *
 * @param id empty where it never answered
 * @param role {@code Leader}, {@code Follower}, {@code Candidate}, {@code Joining}, {@code
 *     Removed}, or {@code Unknown} where it does not answer
 * @param lagEntries committed entries that it has not applied yet
 * @param digest {@code Agrees} or {@code Differs} with the majority at the indexes that most
 *     replicas have told of, {@code Disputed} where members differ without a majority, or {@code
 *     Unknown}
 * @param health {@code Up}, {@code CatchingUp}, {@code Unreachable}, {@code Diverged} where it
 *     serves nobody, {@code DiskLow} where its disk is below the reserve, or what is wrong
 * @param policy by which its OPA decides: {@code InForce}; {@code Another}, whose answers do not
 *     count; {@code None} where no OPA answers, or has none yet; or {@code Unknown}
 * @param diskFreeBytes on the disk of its log
 * @param since when its process began; where it does not answer, when it last did, as far as the
 *     replica that was asked knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicaReport(
    String name,
    String id,
    String address,
    String role,
    long term,
    long appliedIndex,
    long committedIndex,
    long lagEntries,
    String digest,
    String health,
    String policy,
    @Nullable Long diskFreeBytes,
    @Nullable Instant since) {}
