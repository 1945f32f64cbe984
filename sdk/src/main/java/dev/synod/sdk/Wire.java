package dev.synod.sdk;

import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.RunRef;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What is on the wire, as the types of this package. */
final class Wire {
  private static final String DECIDED = "Decided";

  private Wire() {}

  static Document document(dev.synod.api.v1.Document wire) {
    return new Document(
        wire.getKey(),
        Json.parse(wire.getValueJson()),
        wire.getRevision(),
        Instant.ofEpochMilli(wire.getUpdatedAtMillis()),
        wire.getUpdatedBy());
  }

  static Barrier barrier(dev.synod.api.v1.Barrier wire) {
    return new Barrier(
        wire.getGroup().getName(),
        wire.getName(),
        wire.getInstance(),
        Barrier.Status.valueOf(wire.getStatus().toUpperCase(Locale.ROOT)),
        wire.getPartiesList(),
        wire.getNeeded(),
        wire.getArrivedList(),
        instant(wire.getDeadlineMillis()));
  }

  static Proposal proposal(dev.synod.api.v1.Proposal wire) {
    return new Proposal(
        wire.getId(),
        wire.getGroup().getName(),
        wire.getDecision(),
        wire.getInstance(),
        Json.parse(wire.getSubjectJson()),
        wire.getOptionsList(),
        wire.getElectorateMap(),
        wire.getQuorumPercent(),
        wire.getBallotsList().stream().map(Wire::ballot).toList(),
        DECIDED.equalsIgnoreCase(wire.getStatus())
            ? Optional.of(wire.getOutcome())
            : Optional.empty(),
        wire.getReason(),
        instant(wire.getDeadlineMillis()),
        wire.getOpenedBy(),
        run(wire.getRun()));
  }

  private static Proposal.Ballot ballot(dev.synod.api.v1.Ballot wire) {
    return new Proposal.Ballot(
        wire.getAgent(),
        wire.getOption(),
        wire.getReason(),
        Instant.ofEpochMilli(wire.getAtMillis()));
  }

  static TaskInfo task(dev.synod.api.v1.Task wire) {
    return new TaskInfo(
        wire.getId(),
        wire.getCapability(),
        TaskInfo.Status.valueOf(wire.getStatus().toUpperCase(Locale.ROOT)),
        wire.getAttempt(),
        wire.getAgent(),
        Json.parse(wire.getOutputJson()),
        wire.hasFault() ? Optional.of(fault(wire.getFault())) : Optional.empty(),
        wire.getSubmittedBy());
  }

  static Fault fault(dev.synod.api.v1.Fault wire) {
    return new Fault(
        wire.getType(), wire.getStatus(), wire.getTitle(), wire.getDetail(), wire.getInstance());
  }

  static dev.synod.api.v1.Fault fault(Fault fault) {
    return dev.synod.api.v1.Fault.newBuilder()
        .setType(fault.type())
        .setStatus(fault.status())
        .setTitle(fault.title())
        .setDetail(fault.detail())
        .setInstance(fault.instance())
        .build();
  }

  static dev.synod.api.v1.Fence fence(Fence fence) {
    return dev.synod.api.v1.Fence.newBuilder()
        .setTask(fence.task())
        .setToken(fence.token())
        .build();
  }

  static GroupRef group(String namespace, String name) {
    return GroupRef.newBuilder().setNamespace(namespace).setName(name).build();
  }

  static Optional<String> run(RunRef ref) {
    return ref.getName().isEmpty()
        ? Optional.empty()
        : Optional.of(ref.getNamespace() + "/" + ref.getName());
  }

  /** A moment; none where the wire has 0. */
  static Optional<Instant> instant(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
