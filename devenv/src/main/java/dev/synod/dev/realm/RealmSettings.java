package dev.synod.dev.realm;

import java.net.URI;
import java.util.List;

/**
 * What the bootstrap needs to know.
 *
 * @param server base URL of Keycloak
 * @param adminClient a client of realm {@code master} that may administrate all realms
 * @param realm name of the realm to set up
 * @param people people to create; none where they come from elsewhere
 * @param passwordGrant whether the command line may exchange a password for a token directly; for
 *     development only
 */
public record RealmSettings(
    URI server, AdminClient adminClient, String realm, List<Person> people, boolean passwordGrant) {

  public RealmSettings {
    people = List.copyOf(people);
  }

  /** Credentials of a client. */
  public record AdminClient(String id, String secret) {

    @Override
    public String toString() {
      return "AdminClient[id=" + id + "]";
    }
  }
}
