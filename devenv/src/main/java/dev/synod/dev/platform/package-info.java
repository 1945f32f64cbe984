/** All parts of a development environment, and how each is started. */
@NullMarked
package dev.synod.dev.platform;

import org.jspecify.annotations.NullMarked;
