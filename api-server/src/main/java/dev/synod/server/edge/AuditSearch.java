package dev.synod.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.kernel.audit.TrailFilter;
import dev.synod.server.audit.EntryIndex;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches the audit trail for people; reports are what proves something. */
@ApplicationScoped
public class AuditSearch {
  private final EntryIndex index;

  @Inject
  AuditSearch(EntryIndex index) {
    this.index = index;
  }

  /** What is searched for, from the query. */
  public static class Wanted {
    /** RFC 3339, inclusive. */
    @QueryParam("from")
    @Nullable String from;

    /** RFC 3339, exclusive. */
    @QueryParam("to")
    @Nullable String to;

    @QueryParam("group")
    @Nullable String group;

    @QueryParam("subject")
    @Nullable String subject;

    /** Such as {@code state.write} or {@code state.*}. */
    @QueryParam("action")
    @Nullable String action;

    /** {@code applied}, or the code of a refusal. */
    @QueryParam("outcome")
    @Nullable String outcome;

    /** What the page before gave as {@code next}. */
    @QueryParam("after")
    @Nullable Long after;

    @QueryParam("limit")
    @DefaultValue("100")
    int limit;
  }

  /**
   * An entry.
   *
   * @param entry number of the leaf
   * @param time when it was logged, RFC 3339
   * @param namespace empty for the whole installation
   * @param group empty for the whole namespace
   * @param outcome {@code applied}, or the code of the refusal
   */
  public record EntryView(
      long entry,
      String time,
      String subject,
      String action,
      String namespace,
      String group,
      String outcome) {}

  /**
   * Entries, the newest first.
   *
   * @param next to give as {@code after} for the older ones; absent at the end
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(List<EntryView> items, @Nullable String next) {}

  /** A page of what is wanted, of a namespace or of all. */
  Page page(Wanted wanted, @Nullable String namespace) {
    int limit = Listing.limit(wanted.limit);
    Filters.expectKnown(TrailFilter.refuseActions("'action'", listed(wanted.action)));
    Filters.expectKnown(TrailFilter.refuseOutcomes("'outcome'", listed(wanted.outcome)));
    List<EntryIndex.Found> found =
        index.newest(
            new EntryIndex.Search(
                wanted.after,
                Filters.time("from", wanted.from),
                Filters.time("to", wanted.to),
                Filters.text("namespace", namespace),
                Filters.text("group", wanted.group),
                Filters.text("subject", wanted.subject),
                wanted.action,
                wanted.outcome),
            limit + 1);
    boolean isMore = found.size() > limit;
    List<EntryView> items = found.stream().limit(limit).map(AuditSearch::view).toList();
    return new Page(items, isMore ? Long.toString(items.getLast().entry()) : null);
  }

  private static List<String> listed(@Nullable String given) {
    return given == null ? List.of() : List.of(given);
  }

  private static EntryView view(EntryIndex.Found found) {
    return new EntryView(
        found.entry(),
        found.at().toString(),
        found.subject(),
        found.action(),
        found.namespace(),
        found.group(),
        found.outcome());
  }
}
