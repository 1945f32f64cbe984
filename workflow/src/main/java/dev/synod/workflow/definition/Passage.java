package dev.synod.workflow.definition;

import dev.synod.kernel.value.Value;
import java.util.Optional;

/**
 * A place where data is transformed and checked.
 *
 * @param transformation identity where empty
 * @param schema JSON Schema (2020-12) of inputs before, of everything else after the transformation
 */
public record Passage(Optional<Template> transformation, Optional<Value> schema) {}
