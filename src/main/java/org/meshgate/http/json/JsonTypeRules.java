package org.meshgate.http.json;

import java.util.Collection;
import java.util.Map;
import org.meshgate.problem.FieldError;

/** Describes the expected JSON type of a member to the client, by its Java type. */
public final class JsonTypeRules {

    private static final Map<Class<?>, String> RULES = Map.ofEntries(
            Map.entry(String.class, "must be text"),
            Map.entry(int.class, "must be a whole number of at most 32 bits"),
            Map.entry(Integer.class, "must be a whole number of at most 32 bits"),
            Map.entry(long.class, "must be a whole number of at most 64 bits"),
            Map.entry(Long.class, "must be a whole number of at most 64 bits"),
            Map.entry(double.class, "must be a number"),
            Map.entry(Double.class, "must be a number"),
            Map.entry(boolean.class, "must be true or false"),
            Map.entry(Boolean.class, "must be true or false"));

    private JsonTypeRules() {}

    /** A field error that names the expected type, never the rejected value. */
    public static FieldError error(String field, Class<?> wanted) {
        String other = Collection.class.isAssignableFrom(wanted) ? "must be a list" : "must be a JSON object";
        return new FieldError(field, RULES.getOrDefault(wanted, other));
    }
}
