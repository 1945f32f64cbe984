/** Sets up Synod's realm over Keycloak's REST API; depends on nothing else of this module. */
@NullMarked
package dev.synod.dev.realm;

import org.jspecify.annotations.NullMarked;
