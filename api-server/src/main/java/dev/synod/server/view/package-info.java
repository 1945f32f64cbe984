/** Entities of the kernel as callers see them in JSON. */
@NullMarked
package dev.synod.server.view;

import org.jspecify.annotations.NullMarked;
