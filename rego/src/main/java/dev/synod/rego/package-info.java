/** Policies that are not in force yet, checked and tried by OPA's command in a child process. */
@NullMarked
package dev.synod.rego;

import org.jspecify.annotations.NullMarked;
