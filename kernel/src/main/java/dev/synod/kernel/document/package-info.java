/** Shared state: documents under declared merge policies. */
@NullMarked
package dev.synod.kernel.document;

import org.jspecify.annotations.NullMarked;
