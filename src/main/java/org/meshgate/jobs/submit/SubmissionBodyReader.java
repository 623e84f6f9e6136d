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

/** The JSON of submissions, read as strictly as all JSON; only that files as base64 are long texts. */
@ApplicationScoped
class SubmissionBodyReader {

    private final ObjectReader reader;
    private final JsonFactory shortTexts;
    private final JsonFactory longTexts;

    SubmissionBodyReader(ObjectMapper mapper) {
        this.reader = mapper.readerFor(ObjectNode.class);
        this.shortTexts = mapper.getFactory();
        this.longTexts = mapper.getFactory().copy();
        longTexts.setStreamReadConstraints(shortTexts
                .streamReadConstraints()
                .rebuild()
                .maxStringLength(Integer.MAX_VALUE) // the body as a whole has its limit already
                .build());
    }

    /**
     * Reads a body.
     *
     * @throws HttpProblemException when it is no object
     * @throws JsonProcessingException when it is no JSON
     */
    ObjectNode read(JobType type, InputStream body) throws IOException {
        try (JsonParser parser = (type.takesBase64() ? longTexts : shortTexts).createParser(body)) {
            if (parser.nextToken() == null) {
                throw noObject();
            }
            ObjectNode object = reader.readValue(parser);
            if (object == null) {
                throw noObject();
            }
            return object;
        }
    }

    private static HttpProblemException noObject() {
        return HttpProblemException.malformedBody("The body must be a JSON object.");
    }
}
