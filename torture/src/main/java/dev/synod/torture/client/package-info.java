/** Clients that record what they asked and were told. */
@NullMarked
package dev.synod.torture.client;

import org.jspecify.annotations.NullMarked;
