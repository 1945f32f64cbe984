/** The risk reviewer's analysis: hot spots, large binaries, secrets. */
@NullMarked
package dev.synod.examples.review.risk;

import org.jspecify.annotations.NullMarked;
