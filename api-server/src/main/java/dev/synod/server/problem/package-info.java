/** How failures read to callers: problem documents and their stable code words. */
@NullMarked
package dev.synod.server.problem;

import org.jspecify.annotations.NullMarked;
