package dev.synod.workflow.definition;

import java.util.List;
import java.util.Optional;

/** A definition, checked. */
public record Workflow(Passage input, Passage output, Optional<Span> timeout, List<Task> tasks) {}
