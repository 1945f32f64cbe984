/** The benchmark of what everything else stands on: durable writes beside two peers, and cost. */
@NullMarked
package dev.synod.bench.core;

import org.jspecify.annotations.NullMarked;
