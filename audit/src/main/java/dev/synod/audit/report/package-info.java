/** Reports that are checked without a server. */
@NullMarked
package dev.synod.audit.report;

import org.jspecify.annotations.NullMarked;
