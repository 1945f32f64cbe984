/** What a caller may do: decisions of OPA, permits, and the bundle that OPA pulls. */
@NullMarked
package dev.synod.server.governance;

import org.jspecify.annotations.NullMarked;
