/** How answers look: tables, trees, JSON, YAML, progress. */
@NullMarked
package dev.synod.cli.output;

import org.jspecify.annotations.NullMarked;
