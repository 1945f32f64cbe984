/** One clone's development environment: its folders and its ports. */
@NullMarked
package dev.synod.dev.workspace;

import org.jspecify.annotations.NullMarked;
