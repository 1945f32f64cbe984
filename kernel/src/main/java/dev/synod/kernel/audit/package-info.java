/** The RFC 6962 tree over command leaves. */
@NullMarked
package dev.synod.kernel.audit;

import org.jspecify.annotations.NullMarked;
