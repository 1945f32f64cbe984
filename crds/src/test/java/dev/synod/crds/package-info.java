@NullMarked
package dev.synod.crds;

import org.jspecify.annotations.NullMarked;
