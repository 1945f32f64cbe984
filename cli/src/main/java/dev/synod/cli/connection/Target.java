package dev.synod.cli.connection;

import org.jspecify.annotations.Nullable;

/**
 * The server that is asked.
 *
 * @param server its URL
 * @param authorities PEM of those who sign its certificate; null for those of the system
 * @param issuer of tokens; null where it is not known
 * @param clientId of this program at the issuer
 */
public record Target(
    String server, @Nullable String authorities, @Nullable String issuer, String clientId) {}
