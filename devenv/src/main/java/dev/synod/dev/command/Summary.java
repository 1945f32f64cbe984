package dev.synod.dev.command;

import dev.synod.dev.platform.LoginFile;
import dev.synod.dev.workspace.Workspace;
import dev.synod.realm.Person;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** What a person needs to go on. */
final class Summary {

  private static final List<String> NEXT =
      List.of(
          "./dev kubectl get agents,groups,workflows,runs -n review",
          "./dev kubectl wait -n review --for=condition=Completed workflowrun/review --timeout=120s",
          "./dev kubectl synod state get reports/review -n review -g release-review");

  private final Workspace workspace;
  private final PrintStream out;

  Summary(Workspace workspace, PrintStream out) {
    this.workspace = workspace;
    this.out = out;
  }

  void print() throws IOException {
    LoginFile login = LoginFile.read(workspace.loginFile());
    out.println();
    out.printf("  API         %s (certificate authority: %s)%n", login.server(), login.caFile());
    for (Person person : login.people()) {
      out.printf("  login       %-8s %s%n", person.name(), person.password());
    }
    out.printf("  kubeconfig  %s%n%n", workspace.kubeconfig());
    out.println("Try next:");
    NEXT.forEach(command -> out.println("  " + command));
  }
}
