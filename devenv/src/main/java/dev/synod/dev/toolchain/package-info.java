/**
 * The programs of others that a development environment runs, built or unpacked once into a cache.
 */
@NullMarked
package dev.synod.dev.toolchain;

import org.jspecify.annotations.NullMarked;
