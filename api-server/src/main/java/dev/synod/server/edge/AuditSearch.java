package dev.synod.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.synod.server.audit.EntryIndex;
import dev.synod.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches the audit trail for people; reports are what proves something. */
@ApplicationScoped
public class AuditSearch {
  private static final int VALUE_LENGTH_MAX = 512;

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
    List<EntryIndex.Found> found =
        index.newest(
            new EntryIndex.Search(
                wanted.after,
                time("from", wanted.from),
                time("to", wanted.to),
                value("namespace", namespace),
                value("group", wanted.group),
                value("subject", wanted.subject),
                value("action", wanted.action),
                value("outcome", wanted.outcome)),
            limit + 1);
    boolean isMore = found.size() > limit;
    List<EntryView> items = found.stream().limit(limit).map(AuditSearch::view).toList();
    return new Page(items, isMore ? Long.toString(items.getLast().entry()) : null);
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

  private static @Nullable String value(String name, @Nullable String value) {
    if (value != null && value.length() > VALUE_LENGTH_MAX) {
      throw ProblemException.invalid(
          "Expected at most %d characters as '%s', but found %d."
              .formatted(VALUE_LENGTH_MAX, name, value.length()));
    }
    return value;
  }

  private static @Nullable Instant time(String name, @Nullable String value) {
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeException e) {
      throw ProblemException.invalid(
          "Expected an RFC 3339 time in UTC such as 2026-01-31T00:00:00Z as '%s', but found something else."
              .formatted(name));
    }
  }
}
