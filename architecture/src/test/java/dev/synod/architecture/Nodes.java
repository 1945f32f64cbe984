package dev.synod.architecture;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** All places in the trees of Java files, as the compiler sees them before it resolves names. */
final class Nodes extends TreePathScanner<@Nullable Void, List<Node>> {
  private final Source source;
  private final SourcePositions positions;

  private Nodes(Source source, SourcePositions positions) {
    this.source = source;
    this.positions = positions;
  }

  /** In the order of the files, from the top of each down. */
  static List<Node> of(List<Source> sources) {
    List<File> files = sources.stream().map(File::new).toList();
    if (files.isEmpty()) {
      return List.of();
    }
    // One task for all: to set one up costs more than to parse a file.
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, _ -> {}, List.of("-proc:none"), null, files);
    var nodes = new ArrayList<Node>();
    Map<String, Source> byPath =
        sources.stream().collect(Collectors.toMap(Source::path, source -> source));
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        Source source = byPath.get(unit.getSourceFile().toUri().getPath().substring(1));
        new Nodes(requireNonNull(source), positions).scan(new TreePath(unit), nodes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return nodes;
  }

  @Override
  public @Nullable Void scan(Tree tree, List<Node> nodes) {
    if (tree != null && getCurrentPath() != null) {
      nodes.add(new Node(source, new TreePath(getCurrentPath(), tree), positions));
    }
    return super.scan(tree, nodes);
  }

  private static final class File extends SimpleJavaFileObject {
    private final Source source;

    private File(Source source) {
      super(URI.create("string:///" + source.path()), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }
}
