package dev.synod.examples.review.repository;

import java.time.Instant;
import java.util.List;

/**
 * A commit as the history tells it; a merge has no changes of its own.
 *
 * @param id object name
 * @param at author's time
 * @param email author's address after {@code .mailmap}
 * @param author author's name after {@code .mailmap}
 */
public record Commit(String id, Instant at, String email, String author, List<Change> changes) {
  /** Copies the changes. */
  public Commit {
    changes = List.copyOf(changes);
  }
}
