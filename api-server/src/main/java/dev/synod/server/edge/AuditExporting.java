package dev.synod.server.edge;

import dev.synod.audit.report.Filter;
import dev.synod.audit.report.Manifest;
import dev.synod.kernel.Command;
import dev.synod.kernel.audit.TrailFilter;
import dev.synod.server.audit.Export;
import dev.synod.server.audit.Exports;
import dev.synod.server.audit.Progress;
import dev.synod.server.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes reports of the audit trail; each leaves entries of its own. */
@ApplicationScoped
public class AuditExporting {
  static final String ZIP = "application/zip";
  private static final int FILTER_VALUES_MAX = 100;

  private final Asked asked;
  private final Exports exports;
  private final CurrentVertxRequest request;

  @Inject
  AuditExporting(Asked asked, Exports exports, CurrentVertxRequest request) {
    this.request = request;
    this.asked = asked;
    this.exports = exports;
  }

  /**
   * Which report is wanted.
   *
   * @param from RFC 3339, inclusive
   * @param to RFC 3339, exclusive
   * @param actions such as {@code state.write} or {@code state.*}
   * @param payloads whether entries come with their payloads
   * @param since size of an earlier checkpoint that the report shall be held against
   */
  public record ExportRequest(
      @Nullable String from,
      @Nullable String to,
      @Nullable List<String> namespaces,
      @Nullable List<String> groups,
      @Nullable List<String> subjects,
      @Nullable List<String> actions,
      @Nullable List<String> outcomes,
      @Nullable Boolean payloads,
      @Nullable Long since) {

    Manifest.Period period() {
      Filters.time("from", from);
      Filters.time("to", to);
      return new Manifest.Period(from, to);
    }

    Filter filter() {
      return filter(list(namespaces));
    }

    /** The filter of a report that tells of one namespace alone. */
    Filter filter(String namespace) {
      for (String other : list(namespaces)) {
        if (!other.equals(namespace)) {
          throw ProblemException.invalid(
              "Expected no other of the namespaces than '%s', of which this report tells, but found another."
                  .formatted(namespace));
        }
      }
      return filter(List.of(namespace));
    }

    private Filter filter(List<String> within) {
      Filters.expectKnown(TrailFilter.refuseActions("'actions'", list(actions)));
      Filters.expectKnown(TrailFilter.refuseOutcomes("'outcomes'", list(outcomes)));
      return new Filter(within, list(groups), list(subjects), list(actions), list(outcomes));
    }

    private static List<String> list(@Nullable List<String> given) {
      List<String> values = given == null ? List.of() : given;
      values.forEach(value -> Bodies.required("value to filter by", value));
      if (values.size() > FILTER_VALUES_MAX) {
        throw ProblemException.invalid(
            "Expected at most %d values to filter by, but found %d."
                .formatted(FILTER_VALUES_MAX, values.size()));
      }
      return values;
    }
  }

  /** The archive, once all that can be refused is not. */
  StreamingOutput export(ExportRequest wanted, @Nullable String within, Filter filter) {
    Export export =
        exports.prepare(
            new Export.Wish(
                asked.subject().id(),
                within,
                wanted.period(),
                filter,
                Boolean.TRUE.equals(wanted.payloads()),
                wanted.since() == null ? -1 : wanted.since()),
            asked.state().audit().size());
    var entries = new Entries(export, asked.further());
    return new StreamedBody("A report", request, out -> exports.write(export, out, entries));
  }

  /** Leaves entries that tell of an export. */
  private record Entries(Export export, Consumer<Command> trail) implements Progress {
    @Override
    public void begins() {
      trail.accept(export.record(""));
    }

    @Override
    public void sealed(Sealed written, String manifest) {
      trail.accept(export.record(manifest));
    }
  }
}
