package dev.synod.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.synod.api.v1.ArriveAtBarrier;
import dev.synod.api.v1.CastBallot;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.GetBarrierRequest;
import dev.synod.api.v1.GetDocumentRequest;
import dev.synod.api.v1.GetProposalRequest;
import dev.synod.api.v1.GetTaskRequest;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.ListDocumentsRequest;
import dev.synod.api.v1.OpenProposal;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.StateWrite;
import dev.synod.api.v1.SubmitTask;
import dev.synod.api.v1.WriteDocument;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A coordination group, as one of its members sees it: its shared state, barriers, proposals and
 * tasks. Immutable; {@link #fenced} and {@link #lane} make others.
 *
 * <p>Writes go over the session and take effect exactly once; of those sent in one lane the order
 * is kept. Reads are linearizable.
 */
public final class Group {
  private static final int LIMIT_DEFAULT = 1_000;

  private final SessionScope session;
  private final GroupRef ref;
  private final Lane lane;
  private final @Nullable Fence fence;

  Group(SessionScope session, GroupRef ref, Lane lane, @Nullable Fence fence) {
    this.session = session;
    this.ref = ref;
    this.lane = lane;
    this.fence = fence;
  }

  /** The group's name. */
  public String name() {
    return ref.getName();
  }

  /** The same group; writes are refused with {@code stale-lease} once the lease is lost. */
  public Group fenced(Fence lease) {
    return new Group(session, ref, lane, lease);
  }

  /** The same group; writes go in another lane. */
  public Group lane(Lane other) {
    return new Group(session, ref, other, fence);
  }

  /** Reads a document. */
  public Pending<Optional<Document>> get(String key) {
    return get(key, 0);
  }

  /**
   * Reads a document as it is at a revision or later, which is cheaper than a linearizable read.
   *
   * @param minRevision that the caller has seen, such as that of its own write; 0 for a
   *     linearizable read
   */
  public Pending<Optional<Document>> get(String key, long minRevision) {
    var question =
        GetDocumentRequest.newBuilder().setGroup(ref).setKey(key).setMinRevision(minRevision);
    return session
        .calls()
        .ask(CoordinationGrpc.getGetDocumentMethod(), question.build())
        .map(
            answer ->
                answer.hasDocument()
                    ? Optional.of(Wire.document(answer.getDocument()))
                    : Optional.empty());
  }

  /** Reads the first thousand documents under a prefix. */
  public Pending<DocumentPage> list(String prefix) {
    return list(prefix, "", LIMIT_DEFAULT);
  }

  /**
   * Reads documents under a prefix.
   *
   * @param after the key after which to begin; empty for the first
   * @param limit 1 to 1000
   */
  public Pending<DocumentPage> list(String prefix, String after, int limit) {
    var question =
        ListDocumentsRequest.newBuilder()
            .setGroup(ref)
            .setPrefix(prefix)
            .setAfter(after)
            .setLimit(limit);
    return session
        .calls()
        .ask(CoordinationGrpc.getListDocumentsMethod(), question.build())
        .map(
            answer ->
                new DocumentPage(
                    answer.getDocumentsList().stream().map(Wire::document).toList(),
                    answer.getRevision(),
                    answer.getNext()));
  }

  /**
   * Follows the documents under a prefix: first those that are there, then each change, in order,
   * without gap or repetition, over any number of broken connections.
   */
  public DocumentWatch watch(String prefix, DocumentListener listener) {
    var watch = new DocumentWatch(session.calls(), ref, prefix, listener);
    watch.start();
    return watch;
  }

  /** Sets a document. */
  public Pending<Written> put(String key, JsonNode value) {
    return write(StateWrite.newBuilder().setKey(key).setPutJson(Json.bytes(value)), null);
  }

  /** Sets a document that must not exist yet; else {@code revision-conflict}. */
  public Pending<Written> create(String key, JsonNode value) {
    return write(StateWrite.newBuilder().setKey(key).setPutJson(Json.bytes(value)), 0L);
  }

  /**
   * Sets a document that must be at a revision; else {@code revision-conflict}.
   *
   * @param revision 0 where it must not exist
   */
  public Pending<Written> compareAndSet(String key, JsonNode value, long revision) {
    return write(StateWrite.newBuilder().setKey(key).setPutJson(Json.bytes(value)), revision);
  }

  /** Merges a JSON merge patch (RFC 7396) into a document. */
  public Pending<Written> merge(String key, JsonNode patch) {
    return write(StateWrite.newBuilder().setKey(key).setMergeJson(Json.bytes(patch)), null);
  }

  /** Adds to a counter. */
  public Pending<Written> add(String key, long delta) {
    return add(key, BigDecimal.valueOf(delta));
  }

  /** Adds to a counter. */
  public Pending<Written> add(String key, BigDecimal delta) {
    var json = Json.bytes(DecimalNode.valueOf(delta));
    return write(StateWrite.newBuilder().setKey(key).setAddJson(json), null);
  }

  /** Deletes a document. */
  public Pending<Written> delete(String key) {
    return write(StateWrite.newBuilder().setKey(key).setDelete(true), null);
  }

  /** Deletes a document that must be at a revision; else {@code revision-conflict}. */
  public Pending<Written> delete(String key, long revision) {
    return write(StateWrite.newBuilder().setKey(key).setDelete(true), revision);
  }

  private Pending<Written> write(StateWrite.Builder change, @Nullable Long expectedRevision) {
    var write = WriteDocument.newBuilder().setGroup(ref).setWrite(change);
    if (expectedRevision != null) {
      write.setExpectedRevision(expectedRevision);
    }
    return submit(Request.newBuilder().setWriteDocument(write));
  }

  /** Arrives at a barrier, for as long as the session lives. */
  public Pending<Written> arrive(String barrier, String instance) {
    return submit(
        Request.newBuilder()
            .setArriveAtBarrier(
                ArriveAtBarrier.newBuilder()
                    .setGroup(ref)
                    .setBarrier(barrier)
                    .setInstance(instance)));
  }

  /** Reads a barrier; {@code not-found} before anyone arrived. */
  public Pending<Barrier> barrier(String barrier, String instance) {
    var question =
        GetBarrierRequest.newBuilder().setGroup(ref).setBarrier(barrier).setInstance(instance);
    return session
        .calls()
        .ask(CoordinationGrpc.getGetBarrierMethod(), question.build())
        .map(Wire::barrier);
  }

  /**
   * Waits until a barrier opens. Fails with {@code barrier-broken} where it never will, and with
   * {@code session-gone} when the session ends, for then its seat is vacated.
   */
  public Pending<Barrier> awaitOpen(String barrier, String instance) {
    return session
        .waits()
        .until(
            Waits.Key.barrier(ref, barrier, instance),
            () -> barrier(barrier, instance),
            Group::openOrBroken,
            true);
  }

  private static @Nullable Barrier openOrBroken(Barrier barrier) {
    return switch (barrier.status()) {
      case WAITING -> null;
      case OPEN -> barrier;
      case BROKEN ->
          throw new SynodException(
              "barrier-broken",
              "Expected barrier %s (%s) to open, but it broke: %d of %d had arrived (%s)."
                  .formatted(
                      barrier.name(),
                      barrier.instance(),
                      barrier.arrived().size(),
                      barrier.needed(),
                      String.join(", ", barrier.arrived())));
    };
  }

  /**
   * Puts a question to the group.
   *
   * @param decision that the group declares
   * @param instance that tells questions of one decision apart, such as a run's name
   * @return its id in {@link Written#id}
   */
  public Pending<Written> propose(String decision, String instance, JsonNode subject) {
    return submit(
        Request.newBuilder()
            .setOpenProposal(
                OpenProposal.newBuilder()
                    .setGroup(ref)
                    .setDecision(decision)
                    .setInstance(instance)
                    .setSubjectJson(Json.bytes(subject))));
  }

  /** Votes. */
  public Pending<Written> vote(long proposal, Vote vote) {
    return submit(
        Request.newBuilder()
            .setCastBallot(
                CastBallot.newBuilder()
                    .setGroup(ref)
                    .setProposal(proposal)
                    .setOption(vote.option())
                    .setReason(vote.reason())));
  }

  /** Reads a proposal. */
  public Pending<Proposal> proposal(long id) {
    var question = GetProposalRequest.newBuilder().setGroup(ref).setProposal(id);
    return session
        .calls()
        .ask(CoordinationGrpc.getGetProposalMethod(), question.build())
        .map(Wire::proposal);
  }

  /** Waits until a proposal is decided. */
  public Pending<Proposal> awaitDecided(long id) {
    return session
        .waits()
        .until(
            Waits.Key.proposal(id),
            () -> proposal(id),
            proposal -> proposal.isDecided() ? proposal : null,
            false);
  }

  /**
   * Asks for work.
   *
   * @return its id in {@link Written#id}
   */
  public Pending<Written> submitTask(TaskRequest request) {
    return submit(
        Request.newBuilder()
            .setSubmitTask(
                SubmitTask.newBuilder()
                    .setGroup(ref)
                    .setCapability(request.capability())
                    .setAgent(request.agent())
                    .setInputJson(Json.bytes(request.input()))
                    .setPriority(request.priority().wire())
                    .setTimeoutMillis(request.timeout().toMillis())
                    .setAttemptsMax(request.attemptsMax())));
  }

  /** Reads a task. */
  public Pending<TaskInfo> task(long id) {
    var question = GetTaskRequest.newBuilder().setGroup(ref).setTask(id);
    return session
        .calls()
        .ask(CoordinationGrpc.getGetTaskMethod(), question.build())
        .map(Wire::task);
  }

  /** Waits until a task has ended, however it ended. */
  public Pending<TaskInfo> awaitTask(long id) {
    return session
        .waits()
        .until(
            Waits.Key.task(id),
            () -> task(id),
            task -> task.status().isFinal() ? task : null,
            false);
  }

  private Pending<Written> submit(Request.Builder request) {
    if (fence != null) {
      request.setFence(Wire.fence(fence));
    }
    return session.submit(lane, request.build());
  }
}
