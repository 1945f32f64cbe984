/**
 * Desired configuration, from the operator's JSON into the kernel's terms, and live status back.
 */
@NullMarked
package dev.synod.server.declaration;

import org.jspecify.annotations.NullMarked;
