/** What was decided, on disk in sealed files, until every consumer has it. */
@NullMarked
package dev.synod.log.journal;

import org.jspecify.annotations.NullMarked;
