package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The result of validating a value against its rule. */
public sealed interface ValidationResult {

    /** @param value coerced for the worker; a missing node is left out of the enclosing object */
    record Valid(JsonNode value) implements ValidationResult {}

    /** @param violations at least one */
    record Invalid(List<Violation> violations) implements ValidationResult {

        /** Makes a defensive copy of the list. */
        public Invalid {
            violations = List.copyOf(violations);
        }

        /** The whole value violates a rule. */
        public Invalid(String rule) {
            this(List.of(new Violation("", rule)));
        }
    }

    /**
     * A violated rule.
     *
     * @param path relative to the value: empty, {@code .member} or {@code [0]}; contains only names of the catalog
     * @param rule what the value must be; never contains the value
     */
    record Violation(String path, String rule) {

        Violation below(String step) {
            return new Violation(step + path, rule);
        }
    }

    /** The value; absent for an invalid one, whose violations are passed to the collector with their paths. */
    default Optional<JsonNode> orAddTo(BiConsumer<String, String> collector) {
        if (this instanceof Valid good) {
            return Optional.of(good.value());
        }
        ((Invalid) this).violations().forEach(violation -> collector.accept(violation.path(), violation.rule()));
        return Optional.empty();
    }
}
