package dev.synod.server.rpc;

import dev.synod.api.v1.Document;
import dev.synod.api.v1.DocumentChange;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.document.DocumentEvent;
import dev.synod.kernel.group.GroupRef;
import dev.synod.server.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** What a watch of documents is told. */
final class DocumentContent implements Pump.Content {
  private static final int PAGE = 500;

  private final GroupRef group;
  private final String prefix;
  private final KernelState beginning;
  private final Optional<Long> resume;
  private final Outbound<DocumentChange> out;
  private long told;

  DocumentContent(
      GroupRef group,
      String prefix,
      KernelState beginning,
      Optional<Long> resume,
      Outbound<DocumentChange> out) {
    this.group = group;
    this.prefix = prefix;
    this.beginning = beginning;
    this.resume = resume;
    this.out = out;
  }

  @Override
  public long begin() {
    if (resume.isPresent()) {
      return resume.get();
    }
    String after = "";
    List<dev.synod.kernel.document.Document> page;
    do {
      page = beginning.documents().list(group, prefix, after, PAGE);
      for (var document : page) {
        out.send(
            DocumentChange.newBuilder()
                .setPut(Protos.document(document))
                .setRevision(document.revision())
                .build());
        after = document.key();
      }
    } while (page.size() == PAGE);
    return beginning.clock().revision();
  }

  @Override
  public boolean events(List<Recorded> events) {
    for (Recorded recorded : events) {
      if (recorded.event() instanceof DocumentEvent event
          && event.group().equals(group)
          && event.key().startsWith(prefix)) {
        tell(recorded, event);
      }
    }
    return true;
  }

  private void tell(Recorded recorded, DocumentEvent event) {
    var change = DocumentChange.newBuilder().setRevision(recorded.revision());
    switch (event) {
      case DocumentEvent.DocumentWritten e ->
          change.setPut(
              Document.newBuilder()
                  .setKey(e.key())
                  .setValueJson(Protos.json(e.value()))
                  .setRevision(recorded.revision())
                  .setUpdatedAtMillis(recorded.timeMillis())
                  .setUpdatedBy(e.by()));
      case DocumentEvent.DocumentDeleted e -> change.setDeleted(e.key());
    }
    told = recorded.revision();
    out.send(change.build());
  }

  @Override
  public void progress(long revision) {
    told = revision;
    out.send(DocumentChange.newBuilder().setProgress(true).setRevision(revision).build());
  }

  @Override
  public long compacted() {
    out.send(DocumentChange.newBuilder().setCompacted(true).setRevision(told).build());
    throw ProblemException.compacted(
        "Expected a revision that is still held, but events after %d are gone. List again."
            .formatted(told));
  }
}
