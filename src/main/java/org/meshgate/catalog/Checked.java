package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;

/** What became of a value that was held against its rule. */
sealed interface Checked {

    /** @param value in the form that the worker gets */
    record Good(JsonNode value) implements Checked {}

    /** @param rule what the value must be; never the value */
    record Wrong(String rule) implements Checked {}

    /** The value, or nothing after the broken rule was told. */
    default Optional<JsonNode> orTell(Consumer<String> complaint) {
        if (this instanceof Good good) {
            return Optional.of(good.value());
        }
        complaint.accept(((Wrong) this).rule());
        return Optional.empty();
    }
}
