package org.meshgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a value of a job comes from. */
public sealed interface Origin {

    /** @param name a field of the job type */
    record FromField(String name) implements Origin {}

    /** @param value a text, number, boolean or null, the same for all jobs of the type */
    record Constant(JsonNode value) implements Origin {}
}
