/**
 * The operator's side of the API server: declarations that go there, live status that comes back.
 */
@NullMarked
package dev.synod.operator.declaration;

import org.jspecify.annotations.NullMarked;
