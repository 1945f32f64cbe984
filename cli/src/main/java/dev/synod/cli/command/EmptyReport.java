package dev.synod.cli.command;

import dev.synod.audit.report.Manifest;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import java.util.ArrayList;
import java.util.List;

/** Looks for what keeps a report from showing anything, so that a typo is seen. */
final class EmptyReport {
  private EmptyReport() {}

  /** Which parts of its filter no entry of its period fits; each is searched for by itself. */
  static String why(Api api, Manifest.About about) throws InterruptedException {
    List<String> words = about.filter().words();
    if (words.isEmpty()) {
      return "the report shows no entry: nothing was logged in its period.";
    }
    var alone = new ArrayList<String>();
    try {
      for (String word : words) {
        if (api.get(search(about, word)).path("items").isEmpty()) {
          alone.add(word);
        }
      }
    } catch (CommandException e) {
      return "the report shows no entry: none of its period fits %s."
          .formatted(String.join(", ", words));
    }
    return alone.isEmpty()
        ? "the report shows no entry: none of its period fits all of %s."
            .formatted(String.join(", ", words))
        : "the report shows no entry: in its period there is none with %s."
            .formatted(String.join(", none with ", within(about, alone)));
  }

  /** Where one namespace alone was searched, the words found in none of its entries. */
  private static List<String> within(Manifest.About about, List<String> alone) {
    List<String> namespaces = about.filter().namespaces();
    if (namespaces.size() != 1) {
      return alone;
    }
    String namespace = "namespace=" + namespaces.getFirst();
    return alone.contains(namespace)
        ? List.of(namespace)
        : alone.stream().map(word -> namespace + " and " + word).toList();
  }

  /** Of one namespace alone an auditor of that namespace may search, too. */
  private static ApiPath search(Manifest.About about, String word) throws CommandException {
    List<String> namespaces = about.filter().namespaces();
    ApiPath entries =
        namespaces.size() == 1
            ? ApiPath.of("namespaces", namespaces.getFirst(), "audit", "entries")
            : ApiPath.of("audit", "entries");
    int equals = word.indexOf('=');
    ApiPath path =
        entries.query(word.substring(0, equals), word.substring(equals + 1)).query("limit", "1");
    if (about.period().from() != null) {
      path = path.query("from", about.period().from());
    }
    if (about.period().to() != null) {
      path = path.query("to", about.period().to());
    }
    return path;
  }
}
