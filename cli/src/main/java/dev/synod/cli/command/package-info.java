/** What can be asked for. */
@NullMarked
package dev.synod.cli.command;

import org.jspecify.annotations.NullMarked;
