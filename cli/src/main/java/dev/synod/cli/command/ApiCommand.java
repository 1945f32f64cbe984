package dev.synod.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synod.cli.connection.Api;
import dev.synod.cli.connection.ApiPath;
import dev.synod.cli.connection.CommandException;
import dev.synod.cli.connection.CommandException.Exit;
import dev.synod.cli.output.Format;
import dev.synod.cli.output.Table;
import dev.synod.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the server. */
abstract class ApiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public final Integer call() throws CommandException, InterruptedException {
    return ask().code();
  }

  abstract Exit ask() throws CommandException, InterruptedException;

  SynodCommand synod() {
    return (SynodCommand) spec.root().userObject();
  }

  Api api() throws CommandException {
    return synod().api();
  }

  Terminal terminal() {
    return synod().terminal();
  }

  boolean isTable() {
    return synod().format() == Format.TABLE;
  }

  /** A path in the namespace that is meant. */
  ApiPath inNamespace(String... segments) throws CommandException {
    var all = new ArrayList<>(List.of("namespaces", synod().namespace()));
    all.addAll(List.of(segments));
    return ApiPath.of(all.toArray(String[]::new));
  }

  /** A path in the group that is meant. */
  ApiPath inGroup(String... segments) throws CommandException, InterruptedException {
    var all = new ArrayList<>(List.of("groups", group()));
    all.addAll(List.of(segments));
    return inNamespace(all.toArray(String[]::new));
  }

  /** All items of a list, over all its pages. */
  List<JsonNode> items(ApiPath list) throws CommandException, InterruptedException {
    var items = new ArrayList<JsonNode>();
    String next = "";
    do {
      JsonNode page = api().get(next.isEmpty() ? list : list.query("after", next));
      page.path("items").forEach(items::add);
      next = page.path("next").asText("");
    } while (!next.isEmpty());
    return items;
  }

  /** Prints what the server told, in the form that is wanted. */
  void print(JsonNode json) {
    terminal().out().print(synod().format().text(json));
  }

  void print(Iterable<JsonNode> items) {
    var array = Api.json().createArrayNode();
    items.forEach(array::add);
    print(array);
  }

  void print(Table table, String whenEmpty) {
    if (table.isEmpty()) {
      terminal().err().println(whenEmpty);
    } else {
      terminal().out().print(table);
    }
  }

  private String group() throws CommandException, InterruptedException {
    @Nullable String given = synod().group();
    if (given != null) {
      return given;
    }
    List<String> names =
        items(inNamespace("groups")).stream().map(group -> group.path("name").asText()).toList();
    if (names.size() == 1) {
      return names.getFirst();
    }
    throw new CommandException(
        Exit.USAGE,
        names.isEmpty()
            ? "Expected a coordination group in namespace %s, but found none. Choose another namespace with -n."
                .formatted(synod().namespace())
            : "Expected one of the groups %s. Choose with -g.".formatted(names));
  }

  static String joined(JsonNode texts) {
    var all = new ArrayList<String>();
    texts.forEach(text -> all.add(text.asText()));
    return String.join(",", all);
  }

  static String text(JsonNode object, String member) {
    return object.path(member).asText("");
  }
}
