/** What PostgreSQL costs, there, away and back. */
@NullMarked
package dev.synod.bench.history;

import org.jspecify.annotations.NullMarked;
