package dev.synod.dev.platform;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synod.dev.workspace.PrivateFiles;
import dev.synod.dev.workspace.Secrets;
import dev.synod.realm.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How people reach this environment: read by the command line, by tests, and by people.
 *
 * @param server URL of the API server
 * @param caFile certificate that the server's own is signed with
 * @param issuer issuer of tokens
 * @param clientId public client with which a password is exchanged for a token
 * @param people who can log in
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoginFile(
    String server, String caFile, String issuer, String clientId, List<Person> people) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first of them is the one that the command line uses unless told otherwise. */
  private static final List<String> NAMES =
      List.of("admin", "viewer", "auditor", "editor", "governor");

  public LoginFile {
    people = List.copyOf(people);
  }

  /** Reads what an earlier call of {@link #write} has left. */
  public static LoginFile read(Path file) throws IOException {
    return JSON.readValue(Files.readAllBytes(file), LoginFile.class);
  }

  /** The people of this file, or new ones with random passwords when there is none yet. */
  static List<Person> peopleOf(Path file) throws IOException {
    if (Files.exists(file)) {
      return read(file).people();
    }
    return NAMES.stream().map(name -> new Person(name, name, Secrets.random())).toList();
  }

  void write(Path file) throws IOException {
    PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }
}
