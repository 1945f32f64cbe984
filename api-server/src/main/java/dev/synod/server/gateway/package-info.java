/** From a governed request to a committed command and back. */
@NullMarked
package dev.synod.server.gateway;

import org.jspecify.annotations.NullMarked;
