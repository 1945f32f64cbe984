/** A PostgreSQL server as a local process. */
@NullMarked
package dev.synod.dev.database;

import org.jspecify.annotations.NullMarked;
