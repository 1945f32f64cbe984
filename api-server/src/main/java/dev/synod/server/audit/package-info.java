/** The audit trail: tree and entries in PostgreSQL, signed checkpoints, exports. */
@NullMarked
package dev.synod.server.audit;

import org.jspecify.annotations.NullMarked;
