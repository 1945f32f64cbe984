@NullMarked
package dev.synod.log.ratis;

import org.jspecify.annotations.NullMarked;
