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
 * @param digest {@code Agrees} or {@code Differs} with the majority at the last index that most
 *     replicas have told of, or {@code Unknown}
 * @param health {@code Up}, {@code CatchingUp}, {@code Unreachable}, or what is wrong
 * @param since when its process began
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
    @Nullable Instant since) {}
