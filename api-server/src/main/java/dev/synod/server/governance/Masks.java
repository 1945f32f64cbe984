package dev.synod.server.governance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Leaves out of a decision's input what its policies say is nobody's business later. */
record Masks(JsonNode input, List<String> masked) {

  /**
   * The input without what stands at the paths.
   *
   * @param paths names of members, separated by dots; one that leads nowhere masks nothing
   */
  static Masks apply(JsonNode input, Collection<String> paths) {
    JsonNode left = input.deepCopy();
    var masked = new ArrayList<String>();
    for (String path : paths) {
      int end = path.lastIndexOf('.');
      JsonNode parent = end < 0 ? left : at(left, path.substring(0, end));
      if (parent instanceof ObjectNode object && object.remove(path.substring(end + 1)) != null) {
        masked.add(path);
      }
    }
    return new Masks(left, List.copyOf(masked));
  }

  private static JsonNode at(JsonNode node, String path) {
    JsonNode at = node;
    for (String name : path.split("\\.", -1)) {
      at = at.path(name);
    }
    return at;
  }
}
