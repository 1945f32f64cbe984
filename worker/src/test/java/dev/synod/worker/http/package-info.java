@NullMarked
package dev.synod.worker.http;

import org.jspecify.annotations.NullMarked;
