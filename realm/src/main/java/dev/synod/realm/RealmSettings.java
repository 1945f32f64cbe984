package dev.synod.realm;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the bootstrap needs to know.
 *
 * @param server base URL of Keycloak
 * @param adminClient a client of realm {@code master} that may administrate all realms
 * @param realm name of the realm to set up
 * @param people people to create; none where they come from elsewhere
 * @param passwordGrant whether the command line may exchange a password for a token directly; for
 *     development only
 * @param operatorSecret the secret of {@link RealmBootstrap#OPERATOR_CLIENT}; Keycloak makes one
 *     where it is absent
 */
public record RealmSettings(
    URI server,
    AdminClient adminClient,
    String realm,
    List<Person> people,
    boolean passwordGrant,
    Optional<String> operatorSecret) {

  public RealmSettings {
    people = List.copyOf(people);
  }

  @Override
  public String toString() {
    return "RealmSettings[server=" + server + ", realm=" + realm + "]";
  }

  /** Credentials of a client. */
  public record AdminClient(String id, String secret) {

    @Override
    public String toString() {
      return "AdminClient[id=" + id + "]";
    }
  }
}
