/** The servers that are compared, as processes with all their data in one directory. */
@NullMarked
package dev.synod.bench.server;

import org.jspecify.annotations.NullMarked;
