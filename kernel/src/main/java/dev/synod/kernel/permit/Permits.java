package dev.synod.kernel.permit;

import dev.synod.kernel.Table;
import org.jspecify.annotations.Nullable;

/**
 * Permits in force.
 *
 * @param policyRevision in force; 0 before the first
 */
public record Permits(Table<Long, Permit> table, long policyRevision, String policyDigest) {
  public static final Permits EMPTY = new Permits(Table.empty(), 0, "");

  public @Nullable Permit get(long id) {
    return table.get(id);
  }
}
