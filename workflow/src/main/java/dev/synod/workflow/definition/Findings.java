package dev.synod.workflow.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects findings, up to a limit: nobody reads more, and a hostile definition shall not fill
 * memory.
 */
final class Findings {
  static final int FINDINGS_MAX = 50;

  private final List<Finding> findings = new ArrayList<>();

  void add(String path, Finding.Code code, String message) {
    var finding = new Finding(path, code, message);
    if (findings.size() < FINDINGS_MAX && !findings.contains(finding)) {
      findings.add(finding);
    }
  }

  int size() {
    return findings.size();
  }

  List<Finding> list() {
    return List.copyOf(findings);
  }

  /** A member's name as part of a JSON pointer (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
