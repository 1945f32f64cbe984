package dev.synod.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reports that are made in the background and kept, for AuditReport resources. */
@ApplicationScoped
public class Reports {
  private final ReportStore store;
  private final Turns turns;

  @Inject
  Reports(ReportStore store, AuditConfig config) {
    this.store = store;
    this.turns =
        new Turns(
            config.downloadsMax(), config.turnWait(), "downloads (synod.audit.downloads-max)");
  }

  /**
   * What a report shall tell.
   *
   * @param by who applied the resource
   * @param within the one namespace of which it tells; null for the whole installation
   * @param kept how many of the resource's reports are kept, the newest
   */
  public record Wanted(String by, @Nullable String within, Filter filter, int kept) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Wanted parse(String text) {
      try {
        return JSON.readValue(text, Wanted.class);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Expected what a report shall tell, as JSON.", e);
      }
    }

    private String text() {
      try {
        return JSON.writeValueAsString(this);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Expected a JSON form.", e);
      }
    }

    Export.Wish wish(KeptReport.Of of) {
      return new Export.Wish(
          "report:" + of.namespace() + "/" + of.name(),
          within,
          new Manifest.Period(of.from(), of.to()),
          filter,
          false,
          -1);
    }
  }

  /**
   * Asks for a report, and tells how it stands; it is made once, however often it is asked for.
   *
   * @param retentionSeconds age at which each archive of the resource goes; null for no such age
   */
  public KeptReport ask(KeptReport.Of of, Wanted wanted, @Nullable Long retentionSeconds) {
    store.ask(of, wanted.text(), retentionSeconds);
    return of(of.namespace(), of.name()).stream()
        .filter(report -> report.of().equals(of))
        .findFirst()
        .orElseThrow(
            () ->
                new TrailException(
                    Code.UNAVAILABLE,
                    "Expected the report that was asked for, but it was removed; ask again."));
  }

  /** All of a resource's reports that are kept or made, the newest first. */
  public List<KeptReport> of(String namespace, String name) {
    return store.of(namespace, name);
  }

  /** Removes the reports of other resources that had the name before this one. */
  public void removeOthers(String namespace, String name, String uid) {
    store.removeOthers(namespace, name, uid);
  }

  /** Removes a resource's reports. What they told stays in the trail. */
  public void remove(String namespace, String name, String uid) {
    store.remove(namespace, name, uid);
  }

  /**
   * Writes a report's archive, part by part.
   *
   * @param trail takes the entry that tells of it, before a byte is written
   * @throws IOException where it ends early, for the report was removed meanwhile
   * @throws TrailException if too many others are sent
   */
  public void write(KeptReport report, OutputStream out, Consumer<Command> trail)
      throws IOException {
    turns.take(
        () -> {
          trail.accept(report.taken());
          send(report, out);
        });
  }

  private void send(KeptReport report, OutputStream out) throws IOException {
    KeptReport.Outcome outcome = report.outcome();
    long expected = outcome == null ? 0 : outcome.bytes();
    long written = 0;
    for (int part = 0; written < expected; part++) {
      byte[] content =
          store
              .part(report.id(), part)
              .orElseThrow(() -> new IOException("The report was removed while it was read."));
      out.write(content);
      written += content.length;
    }
  }
}
