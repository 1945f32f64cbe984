package dev.synod.server.replica;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a replica runs, whatever its disk holds.
 *
 * @param address host and port of its log
 * @param peerAddress host and port of its peer service
 */
record Place(String name, String address, String peerAddress) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?)=([^/,=]+:\\d{1,5})/([^/,=]+:\\d{1,5})");

  static Place of(String text) {
    Matcher found = FORM.matcher(text.strip());
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "Expected name=host:port/host:port in SYNOD_REPLICAS, such as r1=10.0.0.1:7450/10.0.0.1:7451, but found '%s'."
              .formatted(text));
    }
    return new Place(found.group(1), found.group(3), found.group(4));
  }

  static List<Place> all(List<String> texts) {
    List<Place> places = texts.stream().map(Place::of).toList();
    if (places.stream().map(Place::name).distinct().count() != places.size()) {
      throw new IllegalArgumentException(
          "Expected each name once in SYNOD_REPLICAS, but found %s.".formatted(texts));
    }
    return places;
  }

  /** The host of the peer service. */
  String peerHost() {
    return peerAddress.substring(0, peerAddress.lastIndexOf(':'));
  }

  /** The port of the peer service. */
  int peerPort() {
    return Integer.parseInt(peerAddress.substring(peerAddress.lastIndexOf(':') + 1));
  }
}
