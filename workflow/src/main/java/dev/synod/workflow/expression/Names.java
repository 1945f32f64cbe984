package dev.synod.workflow.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a jq program uses but does not define, and the regular expressions that it spells
 * out. jackson-jq looks names up only when it meets them at run time; a definition must be refused
 * before.
 *
 * <p>Scopes are not followed: a name that is bound anywhere in the program counts as bound
 * everywhere in it.
 *
 * @param variables free variables, without the dollar sign
 * @param functions called functions as {@code name/arity} that the program does not define itself
 * @param regularExpressions literal first arguments of the functions that take a regular expression
 */
record Names(Set<String> variables, Set<String> functions, List<String> regularExpressions) {
  private static final Set<String> KEYWORDS =
      Set.of(
          "if", "then", "elif", "else", "end", "as", "def", "true", "false", "and", "or", "null",
          "reduce", "foreach", "try", "catch", "label", "break");

  private static final Set<String> REGULAR =
      Set.of("test", "match", "capture", "scan", "sub", "gsub", "splits");

  /** Reads a program that is known to compile. */
  static Names of(String program) {
    return new Reader(Tokenizer.tokens(program)).names();
  }

  private static final class Reader {
    private final List<Token> tokens;
    private final Set<String> usedVariables = new LinkedHashSet<>();
    private final Set<String> boundVariables = new HashSet<>();
    private final Set<String> called = new LinkedHashSet<>();
    private final Set<String> defined = new HashSet<>();
    private final List<String> regularExpressions = new ArrayList<>();

    Reader(List<Token> tokens) {
      this.tokens = tokens;
    }

    Names names() {
      boolean[] keys = keyPositions();
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        switch (token.kind()) {
          case VARIABLE -> usedVariables.add(token.text());
          case FORMAT -> called.add("@" + token.text() + "/0");
          case WORD -> {
            if (token.isWord("def") && !keys[i]) {
              i = definition(i + 1);
            } else if (token.isWord("as") && !keys[i]) {
              i = pattern(i + 1);
            } else if (token.isWord("label") || token.isWord("break")) {
              i = keys[i] ? i : i + 1;
            } else if (!keys[i] && !KEYWORDS.contains(token.text())) {
              call(i);
            }
          }
          case FIELD, STRING, TEMPLATE, NUMBER, SYMBOL -> {}
        }
      }
      usedVariables.removeAll(boundVariables);
      called.removeAll(defined);
      return new Names(
          Set.copyOf(usedVariables), Set.copyOf(called), List.copyOf(regularExpressions));
    }

    /** Marks the words that are names of members in an object construction. */
    private boolean[] keyPositions() {
      var keys = new boolean[tokens.size()];
      var open = new ArrayList<String>();
      boolean expectKey = false;
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        if (token.kind() != Token.Kind.SYMBOL) {
          keys[i] = expectKey && token.kind() == Token.Kind.WORD;
          expectKey = false;
          continue;
        }
        switch (token.text()) {
          case "(", "[", "{" -> {
            open.add(token.text());
            expectKey = token.is("{");
          }
          case ")", "]", "}" -> {
            if (!open.isEmpty()) {
              open.removeLast();
            }
            expectKey = false;
          }
          case "," -> expectKey = !open.isEmpty() && open.getLast().equals("{");
          default -> expectKey = false;
        }
      }
      return keys;
    }

    /** {@code def name(a; $b):}; answers the index of the colon. */
    private int definition(int start) {
      String name = tokens.get(start).text();
      int arity = 0;
      int i = start + 1;
      while (i < tokens.size() && !tokens.get(i).is(":")) {
        Token token = tokens.get(i);
        if (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.VARIABLE) {
          arity++;
          defined.add(token.text() + "/0");
          boundVariables.add(token.text());
        }
        i++;
      }
      defined.add(name + "/" + arity);
      return i;
    }

    /** {@code as $x |} or {@code as [$a, {b: $c}] (}; answers the last index of the pattern. */
    private int pattern(int start) {
      int depth = 0;
      int i = start;
      while (i < tokens.size()) {
        Token token = tokens.get(i);
        if (token.kind() == Token.Kind.VARIABLE) {
          boundVariables.add(token.text());
        } else if (token.is("[") || token.is("{")) {
          depth++;
        } else if (token.is("]") || token.is("}")) {
          depth--;
        } else if (depth == 0 && (token.is("|") || token.is("("))) {
          return i - 1;
        }
        i++;
      }
      return i;
    }

    private void call(int index) {
      String name = tokens.get(index).text();
      int arity = 0;
      if (index + 1 < tokens.size() && tokens.get(index + 1).is("(")) {
        arity = arity(index + 2);
        boolean lone = tokens.get(index + 3).is(")") || tokens.get(index + 3).is(";");
        boolean regular = REGULAR.contains(name) || (name.equals("split") && arity == 2);
        if (regular && lone && tokens.get(index + 2).kind() == Token.Kind.STRING) {
          regularExpressions.add(tokens.get(index + 2).text());
        }
      }
      called.add(name + "/" + arity);
    }

    private int arity(int start) {
      int arity = 1;
      int depth = 0;
      int definitions = 0;
      for (int i = start; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        if (depth == 0 && token.isWord("def")) {
          definitions++;
        } else if (token.is("(") || token.is("[") || token.is("{")) {
          depth++;
        } else if (token.is(")") || token.is("]") || token.is("}")) {
          if (--depth < 0) {
            return arity;
          }
        } else if (depth == 0 && token.is(";")) {
          if (definitions > 0) {
            definitions--;
          } else {
            arity++;
          }
        }
      }
      return arity;
    }
  }
}
