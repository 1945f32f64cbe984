/** Calls of HTTP endpoints on behalf of runs, only of those that are allowed. */
@NullMarked
package dev.synod.worker.http;

import org.jspecify.annotations.NullMarked;
