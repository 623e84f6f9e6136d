package org.meshgate.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.meshgate.catalog.rule.InsertionOrder;

/** The origin of a value in a job's inputs or metadata. */
public sealed interface InputOrigin {

    /**
     * A field of the job type.
     *
     * @param name of the field
     * @param lower whether a text is brought to lower case
     * @param orEmpty whether null becomes an empty object
     * @param optional whether null and empty texts are left out
     * @param shortened how many characters (Unicode code points) of a text are kept; without it all
     */
    record FromField(String name, boolean lower, boolean orEmpty, boolean optional, OptionalInt shortened)
            implements InputOrigin {

        /** As it is. */
        public FromField(String name) {
            this(name, false, false, false, OptionalInt.empty());
        }
    }

    /** @param value a text, number, boolean or null, the same for all jobs of the type */
    record Constant(JsonNode value) implements InputOrigin {}

    /** @param group of files; the value is the path of the file, or null when none was given */
    record FromFile(String group) implements InputOrigin {}

    /**
     * A member of {@code model_parameters}.
     *
     * @param name of the parameter
     * @param otherwise default when the parameter is absent
     */
    record FromParameter(String name, JsonNode otherwise) implements InputOrigin {}

    /** @param paths from a field down to a member; the first that is there and not null, else null */
    record FirstOf(List<List<String>> paths) implements InputOrigin {

        /** Makes defensive copies of the lists. */
        public FirstOf {
            paths = paths.stream().map(List::copyOf).toList();
        }
    }

    /** @param constants by field; that of the first field which is not null, else null */
    record WhichOf(Map<String, JsonNode> constants) implements InputOrigin {

        /** Makes a defensive copy of the map. */
        public WhichOf {
            constants = InsertionOrder.copy(constants);
        }
    }
}
