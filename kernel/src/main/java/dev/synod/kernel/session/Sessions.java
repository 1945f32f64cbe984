package dev.synod.kernel.session;

import dev.synod.kernel.Numbering;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Table;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All live sessions.
 *
 * @param capable ids by namespace and capability, to find who can take a task
 * @param bySubject ids by subject
 */
public record Sessions(
    Table<Long, Session> table,
    HashMap<Capable, TreeSet<Long>> capable,
    HashMap<String, TreeSet<Long>> bySubject) {
  public static final Sessions EMPTY =
      new Sessions(Table.empty(), HashMap.empty(), HashMap.empty());

  /** Key of the index. */
  public record Capable(String namespace, String capability) {}

  public @Nullable Session get(long id) {
    return table.get(id);
  }

  /** Ids of the sessions that have a capability, in order of opening. */
  public TreeSet<Long> capable(String namespace, String capability) {
    return capable.getOrElse(new Capable(namespace, capability), TreeSet.empty());
  }

  /** Ids of a subject's sessions, in order of opening. */
  public TreeSet<Long> of(String subject) {
    return bySubject.getOrElse(subject, TreeSet.empty());
  }

  /** The sessions of a namespace's agents, in order of opening. */
  public List<Session> in(String namespace) {
    var found = new ArrayList<Session>();
    for (Session session : table.values()) {
      if (session.spec().namespace().equals(namespace)) {
        found.add(session);
      }
    }
    found.sort(Comparator.comparingLong(Session::id));
    return found;
  }

  Sessions open(Session session) {
    var index = capable;
    for (String capability : session.spec().capabilities()) {
      var key = new Capable(session.spec().namespace(), capability);
      index = index.put(key, index.getOrElse(key, TreeSet.empty()).add(session.id()));
    }
    return new Sessions(
        table.put(session.id(), session),
        index,
        bySubject.put(session.subject(), of(session.subject()).add(session.id())));
  }

  Sessions end(Session session) {
    var index = capable;
    for (String capability : session.spec().capabilities()) {
      var key = new Capable(session.spec().namespace(), capability);
      var rest = index.getOrElse(key, TreeSet.empty()).remove(session.id());
      index = rest.isEmpty() ? index.remove(key) : index.put(key, rest);
    }
    var others = of(session.subject()).remove(session.id());
    return new Sessions(
        table.remove(session.id()),
        index,
        others.isEmpty()
            ? bySubject.remove(session.subject())
            : bySubject.put(session.subject(), others));
  }

  /** These sessions with one that holds something more or less; unchanged where it has ended. */
  public Sessions holding(long id, UnaryOperator<Holdings> change) {
    Session session = table.get(id);
    return session == null
        ? this
        : new Sessions(
            table.put(id, session.with(change.apply(session.holdings()))), capable, bySubject);
  }

  /** These sessions after a numbered request; unchanged where its session ended with it. */
  public Sessions numbered(Numbering.Sequenced numbering, Reply reply) {
    Session session = table.get(numbering.session());
    return session == null
        ? this
        : new Sessions(
            table.put(
                session.id(), session.numbered(numbering.lane(), reply, numbering.acknowledged())),
            capable,
            bySubject);
  }
}
