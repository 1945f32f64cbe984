package dev.synod.realm;

/**
 * A person who can log in.
 *
 * @param name user name
 * @param role realm role of the same realm
 * @param password set at each run of the bootstrap
 */
public record Person(String name, String role, String password) {

  @Override
  public String toString() {
    return "Person[name=" + name + ", role=" + role + "]";
  }
}
