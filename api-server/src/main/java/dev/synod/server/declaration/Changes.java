package dev.synod.server.declaration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What has changed since it was last told, so that each look tells only that. For one listener. */
public final class Changes {
  private final Map<String, LiveStatus> told = new HashMap<>();

  /** The statuses that say something new. */
  public List<LiveStatus> since(List<LiveStatus> now) {
    var changed = new ArrayList<LiveStatus>();
    var present = new HashSet<String>();
    for (LiveStatus status : now) {
      String key = status.namespace() + "/" + status.name();
      present.add(key);
      LiveStatus before = told.put(key, status);
      if (before == null || !status.saysTheSame(before)) {
        changed.add(status);
      }
    }
    told.keySet().retainAll(present);
    return changed;
  }
}
