package dev.synod.worker.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that runs may call: a list of {@code host}, {@code host:port}, {@code *.domain}, an
 * address, or a block of addresses such as {@code 10.1.0.0/16}. Without a port, 80 and 443 are
 * meant. A host whose address is private, loopback or link-local must be listed by its own name or
 * address; a wildcard does not reach it.
 */
public final class AllowedHosts {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*]?");
  private static final List<Integer> USUAL_PORTS = List.of(80, 443);

  private final List<Rule> rules;

  /**
   * One entry.
   *
   * @param host name in lower case, {@code *.domain}, or the text of an address
   * @param ports that may be called
   */
  private record Rule(String host, List<Integer> ports) {

    static Rule parse(String entry) {
      String host = entry.strip().toLowerCase(Locale.ROOT);
      List<Integer> ports = USUAL_PORTS;
      int colon = host.lastIndexOf(':');
      boolean sixth = host.indexOf(':') != colon && !host.contains("]:");
      if (colon > 0 && !sixth) {
        try {
          ports = List.of(Integer.parseInt(host, colon + 1, host.length(), 10));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "Expected an allowed host such as api.example.org:8443, but found '%s'."
                  .formatted(entry),
              e);
        }
        host = host.substring(0, colon);
      }
      return new Rule(host.replaceAll("[\\[\\]]", ""), ports);
    }

    boolean isExact(String name, int port) {
      return host.equals(name) && ports.contains(port);
    }

    boolean isWildcard(String name, int port) {
      return host.startsWith("*.") && name.endsWith(host.substring(1)) && ports.contains(port);
    }

    boolean isBlockOf(InetAddress address, int port) {
      int slash = host.indexOf('/');
      return slash > 0
          && ports.contains(port)
          && covers(
              literal(host.substring(0, slash)),
              Integer.parseInt(host.substring(slash + 1)),
              address);
    }

    private static boolean covers(InetAddress block, int bits, InetAddress address) {
      byte[] wanted = block.getAddress();
      byte[] found = address.getAddress();
      if (wanted.length != found.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((wanted[bit / 8] & mask) != (found[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private AllowedHosts(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads a list with commas; an empty one allows nothing.
   *
   * @throws IllegalArgumentException that names the entry which is malformed
   */
  public static AllowedHosts parse(String list) {
    var rules = new ArrayList<Rule>();
    for (String entry : list.split(",", -1)) {
      if (!entry.isBlank()) {
        rules.add(Rule.parse(entry));
      }
    }
    return new AllowedHosts(rules);
  }

  /** Whether anything may be called under this name, before its address is known. */
  boolean mayResolve(String host, int port) {
    String name = normal(host);
    return rules.stream().anyMatch(rule -> rule.isExact(name, port) || rule.isWildcard(name, port))
        || (isAddress(name)
            && rules.stream().anyMatch(rule -> rule.isBlockOf(literal(name), port)));
  }

  /** Whether this address may be called under this name. */
  boolean mayCall(String host, InetAddress address, int port) {
    String name = normal(host);
    boolean listed =
        rules.stream()
            .anyMatch(
                rule ->
                    rule.isExact(name, port)
                        || rule.isBlockOf(address, port)
                        || rule.isExact(address.getHostAddress(), port));
    return listed
        || (isPublic(address) && rules.stream().anyMatch(rule -> rule.isWildcard(name, port)));
  }

  /** Neither private nor local nor special in any other way that the JDK or RFC 6890 knows. */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (bytes.length == 4) {
      boolean shared = first == 100 && second >= 64 && second < 128;
      boolean benchmark = first == 198 && (second == 18 || second == 19);
      return first != 0 && first < 240 && !shared && !benchmark;
    }
    boolean uniqueLocal = (first & 0xfe) == 0xfc;
    boolean translated = first == 0x00 && second == 0x64;
    return !uniqueLocal && !translated;
  }

  private static String normal(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Expected an address, but found '" + address + "'.", e);
    }
  }

  /** The addresses of a host, asked for once. */
  static List<InetAddress> resolve(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(normal(host)));
  }
}
