/** The operator: carries what users declare to the API server, and what became of it back. */
@NullMarked
package dev.synod.operator;

import org.jspecify.annotations.NullMarked;
