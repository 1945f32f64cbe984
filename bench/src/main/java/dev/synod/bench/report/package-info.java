/** Tables, with what they were measured on. */
@NullMarked
package dev.synod.bench.report;

import org.jspecify.annotations.NullMarked;
