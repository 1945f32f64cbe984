package dev.synod.kernel.permit;

import dev.synod.kernel.Table;
import dev.synod.kernel.policy.Policies;
import org.jspecify.annotations.Nullable;

/**
 * Permits in force.
 *
 * @param policyRevision in force; 0 before the first
 * @param policyDigest of the bundle in force
 * @param policies that are declared
 */
public record Permits(
    Table<Long, Permit> table, long policyRevision, String policyDigest, Policies policies) {
  public static final Permits EMPTY = new Permits(Table.empty(), 0, "", Policies.EMPTY);

  public @Nullable Permit get(long id) {
    return table.get(id);
  }

  /** A part of the state's digest. */
  public long digest() {
    return table.digest() + policies.digest();
  }

  Permits with(Table<Long, Permit> changed) {
    return new Permits(changed, policyRevision, policyDigest, policies);
  }

  /** The same with other declared policies. */
  public Permits with(Policies changed) {
    return new Permits(table, policyRevision, policyDigest, changed);
  }
}
