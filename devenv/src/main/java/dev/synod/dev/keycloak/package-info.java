/** A Keycloak server as a local process. */
@NullMarked
package dev.synod.dev.keycloak;

import org.jspecify.annotations.NullMarked;
