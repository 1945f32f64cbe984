/** The way in over gRPC: sessions with packed requests, unary reads, watches. */
@NullMarked
package dev.synod.server.rpc;

import org.jspecify.annotations.NullMarked;
