/**
 * The way in over HTTP and gRPC: resources, watches, problem documents and the limits on what a
 * caller controls.
 */
@NullMarked
package dev.synod.server.edge;

import org.jspecify.annotations.NullMarked;
