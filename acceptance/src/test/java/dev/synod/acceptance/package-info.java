/** The product as its users see it. */
@NullMarked
package dev.synod.acceptance;

import org.jspecify.annotations.NullMarked;
