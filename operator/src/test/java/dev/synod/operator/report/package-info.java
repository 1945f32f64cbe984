@NullMarked
package dev.synod.operator.report;

import org.jspecify.annotations.NullMarked;
