@NullMarked
package dev.synod.worker;

import org.jspecify.annotations.NullMarked;
