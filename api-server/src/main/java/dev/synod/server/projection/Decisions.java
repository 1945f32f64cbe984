package dev.synod.server.projection;

import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import dev.synod.server.gateway.RejectedException;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Reads decisions of governance. They are there some seconds after they were made. */
@ApplicationScoped
public class Decisions {
  private final Schema schema;

  @Inject
  Decisions(Schema schema) {
    this.schema = schema;
  }

  /**
   * Which decisions are wanted; null is no restriction.
   *
   * @param period of the last time
   */
  public record Filter(
      @Nullable String namespace,
      @Nullable String group,
      @Nullable String subject,
      @Nullable String action,
      @Nullable Boolean allowed,
      Period period) {
    /** All of a namespace. */
    public static Filter of(String namespace) {
      return new Filter(namespace, null, null, null, null, Period.ALL);
    }

    /** All of a subject in a namespace. */
    public static Filter of(String namespace, String subject) {
      return new Filter(namespace, null, subject, null, null, Period.ALL);
    }
  }

  /**
   * A time.
   *
   * @param from inclusive
   * @param to exclusive
   */
  public record Period(@Nullable Instant from, @Nullable Instant to) {
    static final Period ALL = new Period(null, null);
  }

  /**
   * The decision with that id.
   *
   * @throws RejectedException if there is no database, or none that answers
   */
  public Optional<DecisionRow> find(String id) {
    return reading(() -> Optional.ofNullable(DecisionRow.<DecisionRow>findById(id)));
  }

  /** The latest decisions first; fails as {@link #find} does. */
  public List<DecisionRow> list(Filter filter, int limit) {
    var parameters = new Parameters();
    var conditions = new ArrayList<String>();
    add(conditions, parameters, "namespace = :namespace", "namespace", filter.namespace());
    add(conditions, parameters, "group = :group", "group", filter.group());
    add(conditions, parameters, "subject = :subject", "subject", filter.subject());
    add(conditions, parameters, "action = :action", "action", filter.action());
    add(conditions, parameters, "allowed = :allowed", "allowed", filter.allowed());
    add(conditions, parameters, "lastAt >= :from", "from", filter.period().from());
    add(conditions, parameters, "lastAt < :to", "to", filter.period().to());
    String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions) + " ";
    return reading(
        () -> {
          PanacheQuery<DecisionRow> query =
              DecisionRow.find(
                  "from DecisionRow " + where + "order by lastAt desc, id", parameters);
          return query.page(0, limit).list();
        });
  }

  private static void add(
      List<String> conditions,
      Parameters parameters,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      parameters.and(name, value);
    }
  }

  private <T> T reading(Callable<T> work) {
    if (!schema.isConfigured()) {
      throw new RejectedException(
          new Rejection(
              Code.FAILED_PRECONDITION,
              "Expected decisions in PostgreSQL, but this installation has none (SYNOD_DB_URL)."));
    }
    try {
      return QuarkusTransaction.requiringNew().call(work);
    } catch (PersistenceException | IllegalStateException e) {
      throw new RejectedException(
          new Rejection(
              Code.UNAVAILABLE,
              "Expected decisions in PostgreSQL, but it can't be asked now; try again later."));
    }
  }
}
