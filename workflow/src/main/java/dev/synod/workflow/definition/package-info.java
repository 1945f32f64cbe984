/**
 * Reading and checking of definitions: from a JSON value to a tree of tasks, or to findings that a
 * person can act on.
 */
@NullMarked
package dev.synod.workflow.definition;

import org.jspecify.annotations.NullMarked;
