/** A small declared world for tests that tell a story, and the words to tell it in. */
@NullMarked
package dev.synod.kernel.scenario;

import org.jspecify.annotations.NullMarked;
