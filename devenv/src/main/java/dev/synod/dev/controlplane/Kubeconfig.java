package dev.synod.dev.controlplane;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.synod.dev.workspace.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes kubeconfig files that need no other file. */
public final class Kubeconfig {

  private Kubeconfig() {}

  /** For a user with a client certificate. */
  public static void writeWithCertificate(
      Path file, String server, Path authority, Path certificate, Path key) throws IOException {
    write(
        file,
        server,
        base64(authority),
        Map.of("client-certificate-data", base64(certificate), "client-key-data", base64(key)));
  }

  /**
   * For a user with a token.
   *
   * @param authorityData the authority's certificate in Base64, as kubeconfig files hold it
   */
  public static void writeWithToken(Path file, String server, String authorityData, String token)
      throws IOException {
    write(file, server, authorityData, Map.of("token", token));
  }

  private static void write(Path file, String server, String authority, Map<String, String> user)
      throws IOException {
    Map<String, Object> content =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Config",
            "clusters",
            List.of(
                Map.of(
                    "name",
                    "synod",
                    "cluster",
                    Map.of("server", server, "certificate-authority-data", authority))),
            "users",
            List.of(Map.of("name", "synod", "user", user)),
            "contexts",
            List.of(
                Map.of("name", "synod", "context", Map.of("cluster", "synod", "user", "synod"))),
            "current-context",
            "synod");
    PrivateFiles.write(file, new YAMLMapper().writeValueAsBytes(content));
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}
