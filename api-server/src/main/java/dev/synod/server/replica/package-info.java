/** This replica among the others: what it keeps, how it reaches them, and what they bring it. */
@NullMarked
package dev.synod.server.replica;

import org.jspecify.annotations.NullMarked;
