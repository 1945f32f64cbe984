package dev.synod.server.projection;

import dev.synod.kernel.Code;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.Reply;
import dev.synod.kernel.document.DocumentEvent;
import dev.synod.kernel.governance.GovernanceEvent.DecisionsRecorded;
import dev.synod.kernel.proposal.ProposalEvent;
import dev.synod.kernel.run.RunEvent;
import dev.synod.kernel.task.TaskEvent;
import dev.synod.log.journal.JournalRecord;
import java.time.Instant;

/** Turns records of the journal into rows. Called within a transaction. */
final class History {
  private final RunHistory runs = new RunHistory();

  private History() {}

  /** Writes what one record tells; {@code now} dates a gap, which has no time of its own. */
  static void write(JournalRecord record, Instant now) {
    var history = new History();
    switch (record) {
      case JournalRecord.Entry entry -> {
        for (int place = 0; place < entry.items().size(); place++) {
          history.item(entry, place);
        }
      }
      case JournalRecord.Gap gap -> history.gap(gap, now);
    }
  }

  private void gap(JournalRecord.Gap gap, Instant foundAt) {
    var row = new GapRow();
    row.afterIndex = gap.afterIndex();
    row.throughIndex = gap.index();
    row.reason = gap.reason();
    row.foundAt = foundAt;
    row.persist();
  }

  private void item(JournalRecord.Entry entry, int place) {
    JournalRecord.Item item = entry.items().get(place);
    if (item.outcome().reply() instanceof Reply.Rejected rejected
        && rejected.rejection().code() == Code.PERMISSION_DENIED) {
      var row = new DenialRow();
      row.place = new DenialRow.Place(entry.index(), place);
      row.deniedAt = Instant.ofEpochMilli(entry.timeMillis());
      row.subject = Texts.clean(item.outcome().subject());
      row.action = item.action();
      row.namespace = Texts.clean(item.scope().namespace());
      row.group = Texts.clean(item.scope().group());
      row.code = rejected.rejection().code().word();
      row.message = Texts.clean(rejected.rejection().message());
      row.persist();
    }
    for (Recorded recorded : item.outcome().events()) {
      if (recorded.event() instanceof DecisionsRecorded decisions) {
        DecisionHistory.write(
            decisions,
            new DenialRow.Place(entry.index(), place),
            Instant.ofEpochMilli(entry.timeMillis()));
      } else {
        event(recorded, item.outcome().subject());
      }
    }
  }

  private void event(Recorded recorded, String subject) {
    switch (recorded.event()) {
      case DocumentEvent event -> document(recorded, event);
      case TaskEvent event -> TaskHistory.write(recorded, event);
      case ProposalEvent event -> ProposalHistory.write(recorded, event);
      case RunEvent.OfRun event -> runs.write(recorded, event, subject);
      default -> {
        // Sessions, barriers, permits and declarations are not kept as rows.
      }
    }
  }

  private static void document(Recorded recorded, DocumentEvent event) {
    var row = new DocumentRow();
    row.revision = recorded.revision();
    row.namespace = event.group().namespace();
    row.group = event.group().name();
    row.key = Texts.clean(event.key());
    row.writtenAt = Instant.ofEpochMilli(recorded.timeMillis());
    switch (event) {
      case DocumentEvent.DocumentWritten e -> {
        row.value = e.value().json();
        row.writtenBy = Texts.clean(e.by());
      }
      case DocumentEvent.DocumentDeleted e -> row.writtenBy = Texts.clean(e.by());
    }
    row.persist();
  }
}
