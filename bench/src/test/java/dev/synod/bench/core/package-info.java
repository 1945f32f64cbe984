@NullMarked
package dev.synod.bench.core;

import org.jspecify.annotations.NullMarked;
