package dev.synod.kernel.policy;

import dev.synod.kernel.Table;
import dev.synod.kernel.value.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declared policies, and which of them are in force.
 *
 * @param breakGlass the emergency that lasts, if any
 * @param changedAt revision at which what is to be in force changed last
 * @param composedAt {@code changedAt} of what is in force
 * @param baseOnly whether what is in force leaves declared policies out
 */
public record Policies(
    Table<PolicyRef, Policy> table,
    @Nullable BreakGlass breakGlass,
    long changedAt,
    long composedAt,
    boolean baseOnly) {
  public static final Policies EMPTY = new Policies(Table.empty(), null, 0, 0, false);

  public @Nullable Policy get(PolicyRef ref) {
    return table.get(ref);
  }

  /** What is to be in force beside the base policy, by name. */
  public List<Policy> included() {
    var included = new ArrayList<Policy>();
    if (breakGlass == null) {
      for (Policy policy : table.values()) {
        if (policy.isIncluded()) {
          included.add(policy);
        }
      }
      included.sort(Comparator.comparing(Policy::ref));
    }
    return List.copyOf(included);
  }

  /** Whether requests are decided by it as it was declared last. */
  public boolean isActive(Policy policy) {
    return policy.isIncluded() && policy.revision() <= composedAt && !baseOnly;
  }

  /** Adds to the state's digest; 0 where nothing was ever declared. */
  public long digest() {
    long own =
        changedAt == 0 && composedAt == 0 && !baseOnly
            ? 0
            : new Fingerprint("policies").add(changedAt).add(composedAt).add(baseOnly).value();
    return table.digest() + own + (breakGlass == null ? 0 : breakGlass.fingerprint());
  }

  Policies with(Table<PolicyRef, Policy> changed, long revision) {
    return new Policies(changed, breakGlass, revision, composedAt, baseOnly);
  }

  Policies with(@Nullable BreakGlass changed, long revision) {
    return new Policies(table, changed, revision, composedAt, baseOnly);
  }

  /** The same after a composition of it was put in force. */
  public Policies activated(long composition, boolean withoutDeclared) {
    return new Policies(table, breakGlass, changedAt, composition, withoutDeclared);
  }
}
