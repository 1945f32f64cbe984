/**
 * Bugs that a Java agent plants into the API server when its classes are loaded, so that tests can
 * show that they would be found. The product itself has no switch for them.
 */
@NullMarked
package dev.synod.planted;

import org.jspecify.annotations.NullMarked;
