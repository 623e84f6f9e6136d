package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;

/** A validation rule for a value of a submission. It is sealed, so that the OpenAPI description covers every kind. */
public sealed interface Rule permits ValueRule, ListRule, ObjectRule {

    /**
     * Validates a value after coercing it to the type of the rule, such as a number in a string.
     *
     * @param value any JSON but null
     */
    ValidationResult check(JsonNode value);
}
