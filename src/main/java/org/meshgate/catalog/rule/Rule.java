package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;

/** What a value of a submission may be. Sealed, so that who describes the rules to clients has to name every kind. */
public sealed interface Rule permits ValueRule, ListRule, ObjectRule {

    /**
     * Holds a value against this rule. What has another form of the same meaning, such as a number in a text, is
     * brought to its type first.
     *
     * @param value any JSON but null
     */
    ValidationResult check(JsonNode value);
}
