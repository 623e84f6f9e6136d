package org.meshgate.jobs.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import org.meshgate.catalog.model.JobType;
import org.meshgate.problem.HttpProblemException;

/** Reads the JSON of submissions as strictly as all JSON, but allows long strings where files may come as base64. */
@ApplicationScoped
class SubmissionBodyReader {

    private final ObjectReader reader;
    private final JsonFactory shortStrings;
    private final JsonFactory longStrings;

    SubmissionBodyReader(ObjectMapper mapper) {
        this.reader = mapper.readerFor(ObjectNode.class);
        this.shortStrings = mapper.getFactory();
        this.longStrings = mapper.getFactory().copy();
        longStrings.setStreamReadConstraints(shortStrings
                .streamReadConstraints()
                .rebuild()
                .maxStringLength(Integer.MAX_VALUE) // the size of the whole body is limited already
                .build());
    }

    /**
     * Reads a body.
     *
     * @throws HttpProblemException when the body is not a JSON object
     * @throws JsonProcessingException when the body is not JSON
     */
    ObjectNode read(JobType type, InputStream body) throws IOException {
        try (JsonParser parser = (type.takesBase64() ? longStrings : shortStrings).createParser(body)) {
            if (parser.nextToken() == null) {
                throw notAnObject();
            }
            ObjectNode object = reader.readValue(parser);
            if (object == null) {
                throw notAnObject();
            }
            return object;
        }
    }

    private static HttpProblemException notAnObject() {
        return HttpProblemException.malformedBody("The body must be a JSON object.");
    }
}
