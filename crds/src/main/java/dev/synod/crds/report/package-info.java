/** The AuditReport resource: reports of the audit trail, made once or after each period. */
@NullMarked
package dev.synod.crds.report;

import org.jspecify.annotations.NullMarked;
