package dev.synod.cli.connection;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server that is asked.
 *
 * @param server its URL, or those of its replicas with commas between them
 * @param authorities PEM of those who sign its certificate; null for those of the system
 * @param issuer of tokens; null where it is not known
 * @param clientId of this program at the issuer
 */
public record Target(
    String server, @Nullable String authorities, @Nullable String issuer, String clientId) {

  /** The URLs of its replicas, of which any serves. */
  List<String> servers() {
    return Arrays.stream(server.split(",", -1)).map(String::strip).toList();
  }
}
