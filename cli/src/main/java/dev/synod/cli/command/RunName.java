package dev.synod.cli.command;

import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a run, bare or as kubectl writes it: {@code run/review}. */
record RunName(String name) {
  private static final Set<String> KINDS =
      Set.of("run", "runs", "workflowrun", "workflowruns", "workflowrun.synod.dev");

  static RunName parse(String text) {
    int slash = text.indexOf('/');
    String kind = slash < 0 ? "run" : text.substring(0, slash);
    String name = text.substring(slash + 1);
    if (!KINDS.contains(kind) || name.isEmpty() || name.contains("/")) {
      throw new TypeConversionException(
          "Expected the name of a run, such as run/review, but found '%s'.".formatted(text));
    }
    return new RunName(name);
  }

  /** For the command line. */
  static final class Converter implements ITypeConverter<RunName> {
    @Override
    public RunName convert(String text) {
      return parse(text);
    }
  }
}
