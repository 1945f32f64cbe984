/** The historian's analysis: activity, churn, bus factor. */
@NullMarked
package dev.synod.examples.review.history;

import org.jspecify.annotations.NullMarked;
