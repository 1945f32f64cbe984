/** An Open Policy Agent as a local process. */
@NullMarked
package dev.synod.dev.policy;

import org.jspecify.annotations.NullMarked;
