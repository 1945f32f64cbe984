@NullMarked
package dev.synod.operator.agent;

import org.jspecify.annotations.NullMarked;
