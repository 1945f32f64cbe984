/** C2SP signed notes and checkpoints. */
@NullMarked
package dev.synod.audit.note;

import org.jspecify.annotations.NullMarked;
