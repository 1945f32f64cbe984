/** Clients of agents in Keycloak, and the Secrets that hold their credentials. */
@NullMarked
package dev.synod.operator.identity;

import org.jspecify.annotations.NullMarked;
