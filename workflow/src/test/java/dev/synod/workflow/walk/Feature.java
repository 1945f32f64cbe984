package dev.synod.workflow.walk;

import java.util.ArrayList;
import java.util.List;

/**
 * A feature in Gherkin, as far as the conformance kit uses the language: scenarios of steps with
 * documents.
 *
 * @param scenarios in their order
 */
record Feature(String name, List<Scenario> scenarios) {

  record Scenario(String name, List<Step> steps) {}

  /**
   * A step.
   *
   * @param text without its keyword
   * @param document what stands between triple quotes, else empty
   */
  record Step(String text, String document) {}

  static Feature parse(String text) {
    String name = "";
    var scenarios = new ArrayList<Scenario>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("Feature:")) {
        name = line.substring("Feature:".length()).strip();
      } else if (line.startsWith("Scenario:")) {
        scenarios.add(
            new Scenario(line.substring("Scenario:".length()).strip(), new ArrayList<>()));
      } else if (line.matches("(Given|When|Then|And) .*") && !scenarios.isEmpty()) {
        var document = new StringBuilder();
        if (i + 1 < lines.size() && lines.get(i + 1).strip().startsWith("\"\"\"")) {
          int indent = lines.get(i + 1).indexOf('"');
          for (i += 2; !lines.get(i).strip().equals("\"\"\""); i++) {
            String content = lines.get(i);
            document.append(content.substring(Math.min(indent, content.length()))).append('\n');
          }
        }
        scenarios
            .getLast()
            .steps()
            .add(new Step(line.substring(line.indexOf(' ') + 1), document.toString()));
      }
    }
    return new Feature(name, scenarios);
  }
}
