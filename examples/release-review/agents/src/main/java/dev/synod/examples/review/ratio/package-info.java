/** The tester's analysis: tests beside sources, module by module. */
@NullMarked
package dev.synod.examples.review.ratio;

import org.jspecify.annotations.NullMarked;
