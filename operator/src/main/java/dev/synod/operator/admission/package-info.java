/** What the Kubernetes API asks before it keeps one of Synod's objects. */
@NullMarked
package dev.synod.operator.admission;

import org.jspecify.annotations.NullMarked;
