package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.rego.Sight;
import java.util.Collection;
import java.util.List;

/** Leaves out of a decision's input what its policies say is nobody's business later. */
record Masks(JsonNode input, List<String> masked) {

  /** The members of a question that are its content. */
  static final List<String> CONTENT = List.of(Sight.RESOURCE.word(), Sight.EXISTING.word());

  /**
   * The input without what stands at the paths.
   *
   * @param paths names of members, separated by dots; a name may have dots itself, and one on the
   *     way through an array counts in each of its items. A path that leads nowhere masks nothing
   */
  static Masks apply(JsonNode input, Collection<String> paths) {
    JsonNode left = input.deepCopy();
    List<String> masked = paths.stream().filter(path -> remove(left, path)).toList();
    return new Masks(left, masked);
  }

  /** Whether there was something to remove. */
  private static boolean remove(JsonNode at, String path) {
    boolean removed = false;
    if (at instanceof ArrayNode items) {
      for (JsonNode item : items) {
        removed |= remove(item, path);
      }
    }
    if (at instanceof ObjectNode members) {
      removed = members.remove(path) != null;
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        removed |= remove(members.path(path.substring(0, dot)), path.substring(dot + 1));
      }
    }
    return removed;
  }
}
