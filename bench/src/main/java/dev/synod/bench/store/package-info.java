/** Clients of Synod and of its peers, each at its strongest API for many writes at once. */
@NullMarked
package dev.synod.bench.store;

import org.jspecify.annotations.NullMarked;
