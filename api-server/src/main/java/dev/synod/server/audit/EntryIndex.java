package dev.synod.server.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries for people who look for one. What it says comes from the index in PostgreSQL; what
 * proves something is a report, or the proof of an entry's inclusion.
 */
@ApplicationScoped
public class EntryIndex {
  /** After which a search is given up, seconds. */
  private static final int SEARCH_SECONDS_MAX = 10;

  private static final String ANY_VERB = ".*";

  private final Database database;

  @Inject
  EntryIndex(Database database) {
    this.database = database;
  }

  /**
   * Which entries are wanted; what is null is not asked for.
   *
   * @param below leaves below this one
   * @param from inclusive
   * @param to exclusive
   * @param action in full, or ending in {@code .*}
   */
  public record Search(
      @Nullable Long below,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String namespace,
      @Nullable String group,
      @Nullable String subject,
      @Nullable String action,
      @Nullable String outcome) {}

  /**
   * An entry as the index has it.
   *
   * @param entry number of the leaf
   * @param at when it was logged
   */
  public record Found(
      long entry,
      Instant at,
      String subject,
      String action,
      String namespace,
      String group,
      String outcome) {}

  /** The newest entries that fit, the newest first. */
  public List<Found> newest(Search search, int limit) {
    var conditions = new ArrayList<String>();
    var values = new ArrayList<Object>();
    require(conditions, values, "leaf < ?", search.below());
    require(conditions, values, "logged_at >= ?", timestamp(search.from()));
    require(conditions, values, "logged_at < ?", timestamp(search.to()));
    require(conditions, values, "namespace = ?", search.namespace());
    require(conditions, values, "group_name = ?", search.group());
    require(conditions, values, "subject = ?", search.subject());
    require(conditions, values, "outcome = ?", search.outcome());
    String action = search.action();
    if (action != null && action.endsWith(ANY_VERB)) {
      String prefix = action.substring(0, action.length() - 1);
      require(conditions, values, "starts_with(action, ?)", prefix);
    } else {
      require(conditions, values, "action = ?", action);
    }
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    return database.with(connection -> select(connection, where, values, limit));
  }

  private static List<Found> select(
      Connection connection, String where, List<Object> values, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select leaf, logged_at, subject, action, namespace, group_name, outcome from audit_entry"
                + where
                + " order by leaf desc limit ?")) {
      int place = 1;
      for (Object value : values) {
        select.setObject(place++, value);
      }
      select.setInt(place, limit);
      select.setQueryTimeout(SEARCH_SECONDS_MAX);
      var found = new ArrayList<Found>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Found(
                  rows.getLong(1),
                  rows.getTimestamp(2).toInstant(),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getString(5),
                  rows.getString(6),
                  rows.getString(7)));
        }
      }
      return found;
    }
  }

  private static void require(
      List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value instanceof String text ? TrailWriter.clean(text) : value);
    }
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
