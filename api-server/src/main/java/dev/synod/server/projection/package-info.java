/** History in PostgreSQL, fed from the journal. */
@NullMarked
package dev.synod.server.projection;

import org.jspecify.annotations.NullMarked;
