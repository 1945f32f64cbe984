/** The realm that people, agents and the operator are in, and how it is set up in Keycloak. */
@NullMarked
package dev.synod.realm;

import org.jspecify.annotations.NullMarked;
