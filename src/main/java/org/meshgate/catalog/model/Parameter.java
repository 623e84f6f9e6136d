package org.meshgate.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.meshgate.catalog.rule.ValueRule;

/**
 * A parameter of a model.
 *
 * @param name its key in {@code model_parameters}, and later in the job's inputs
 * @param rule what it may be
 * @param defaultValue the worker's value when the client sends none; a JSON null when the worker chooses; empty when it
 *     is unknown. Clients see it; it is never written into a job
 */
public record Parameter(String name, ValueRule rule, Optional<JsonNode> defaultValue) {}
