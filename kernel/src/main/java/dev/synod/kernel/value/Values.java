package dev.synod.kernel.value;

import java.util.Collections;

/**
 * The values that need no argument; apart from {@link Value}, so that classes load in any order.
 */
public final class Values {
  public static final Value NULL = new Value.Null();
  public static final Value TRUE = new Value.Bool(true);
  public static final Value FALSE = new Value.Bool(false);
  public static final Value.Obj EMPTY = new Value.Obj(Collections.emptySortedMap());

  private Values() {}
}
