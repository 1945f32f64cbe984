package dev.synod.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;

/** A place in the tree of a Java file. */
record Node(Source source, TreePath path, SourcePositions positions) {
  Tree tree() {
    return path.getLeaf();
  }

  /** Path and line. */
  String at() {
    return source.at(start());
  }

  /** Lines that it covers. */
  long lines() {
    long end = positions.getEndPosition(path.getCompilationUnit(), tree());
    return source
            .text()
            .substring((int) start(), (int) Math.max(start(), end))
            .chars()
            .filter(c -> c == '\n')
            .count()
        + 1;
  }

  /** Whether the innermost type around it is a record. */
  boolean isInRecord() {
    TreePath around = path.getParentPath();
    while (around != null && !(around.getLeaf() instanceof ClassTree)) {
      around = around.getParentPath();
    }
    return around != null && around.getLeaf().getKind() == Tree.Kind.RECORD;
  }

  /** Full name of the innermost type that it is, or is in, anonymous ones left out. */
  String type() {
    String name = "";
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof ClassTree type && !type.getSimpleName().isEmpty()) {
        name = "." + type.getSimpleName() + name;
      }
    }
    return path.getCompilationUnit().getPackageName() + name;
  }

  private long start() {
    return Math.max(0, positions.getStartPosition(path.getCompilationUnit(), tree()));
  }
}
