/** What every reviewer's findings have in common, so that the lead can weigh them. */
@NullMarked
package dev.synod.examples.review.findings;

import org.jspecify.annotations.NullMarked;
