package dev.synod.rego;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens modules of declared policies for OPA's command: under restricted capabilities, in a
 * directory of their own, away from the OPA that decides.
 */
public final class Drafts {
  private final OpaProgram opa;
  private final Set<String> quotaKinds;
  private final Capabilities capabilities;

  /**
   * @param quotaKinds words for what a module may give a quota of
   */
  public Drafts(OpaProgram opa, Set<String> quotaKinds) {
    this.opa = opa;
    this.quotaKinds = quotaKinds;
    this.capabilities = new Capabilities(opa);
  }

  /**
   * Opens a module.
   *
   * @param namespace and name of the policy, which are DNS labels
   * @param module without its package
   * @throws IOException where OPA's command or a directory can't be had
   */
  public Draft open(String namespace, String name, String module) throws IOException {
    String restricted = capabilities.json();
    Path directory = Files.createTempDirectory("policy-draft");
    var draft =
        new Draft(
            opa, quotaKinds, directory, "data.tenant[\"%s\"][\"%s\"]".formatted(namespace, name));
    try {
      Files.writeString(
          directory.resolve(Draft.MODULE),
          "package tenant[\"%s\"][\"%s\"]\n%s\n".formatted(namespace, name, module));
      Files.writeString(directory.resolve(Draft.CAPABILITIES), restricted);
      return draft;
    } catch (IOException e) {
      draft.close();
      throw e;
    }
  }
}
