package dev.synod.operator.declaration;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Resources to look at, each once, oldest first. */
final class ChangedResources {
  private final Set<ResourceID> waiting = new LinkedHashSet<>();

  synchronized void add(ResourceID id) {
    waiting.add(id);
  }

  synchronized void addAll(Collection<ResourceID> ids) {
    waiting.addAll(ids);
  }

  synchronized List<ResourceID> take(int max) {
    List<ResourceID> taken = new ArrayList<>();
    Iterator<ResourceID> oldest = waiting.iterator();
    while (oldest.hasNext() && taken.size() < max) {
      taken.add(oldest.next());
      oldest.remove();
    }
    return taken;
  }
}
