/** The lead's work: weighs the reviewers' findings and writes the report. */
@NullMarked
package dev.synod.examples.review.report;

import org.jspecify.annotations.NullMarked;
