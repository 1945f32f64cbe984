@NullMarked
package dev.synod.log;

import org.jspecify.annotations.NullMarked;
