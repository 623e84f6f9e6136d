package org.meshgate.catalog.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What became of a value that was held against its rule. */
public sealed interface ValidationResult {

    /** @param value in the form that the worker gets; a missing node is left out of what holds it */
    record Good(JsonNode value) implements ValidationResult {}

    /** @param complaints one at least */
    record Wrong(List<Complaint> complaints) implements ValidationResult {

        /** Takes a copy. */
        public Wrong {
            complaints = List.copyOf(complaints);
        }

        /** The value as a whole breaks a rule. */
        public Wrong(String rule) {
            this(List.of(new Complaint("", rule)));
        }
    }

    /**
     * One broken rule.
     *
     * @param at where, from the value on: nothing, {@code .member} or {@code [0]}; only names that the catalog has
     * @param rule what the value must be; never the value
     */
    record Complaint(String at, String rule) {

        Complaint below(String step) {
            return new Complaint(step + at, rule);
        }
    }

    /** The value, or nothing after the broken rules were told, each with its place. */
    default Optional<JsonNode> orTell(BiConsumer<String, String> complaint) {
        if (this instanceof Good good) {
            return Optional.of(good.value());
        }
        ((Wrong) this).complaints().forEach(wrong -> complaint.accept(wrong.at(), wrong.rule()));
        return Optional.empty();
    }
}
