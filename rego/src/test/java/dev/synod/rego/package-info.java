@NullMarked
package dev.synod.rego;

import org.jspecify.annotations.NullMarked;
