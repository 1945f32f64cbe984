/** The AuditReport kind: what is reported, when, and what became of it. */
@NullMarked
package dev.synod.operator.report;

import org.jspecify.annotations.NullMarked;
