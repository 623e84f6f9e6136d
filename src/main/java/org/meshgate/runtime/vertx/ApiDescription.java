package org.meshgate.runtime.vertx;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.enterprise.context.ApplicationScoped;

/** The description of the API that Quarkus generates. */
@ApplicationScoped
public class ApiDescription {

    private final OpenApiDocumentService documents;

    ApiDescription(OpenApiDocumentService documents) {
        this.documents = documents;
    }

    /** The OpenAPI document in JSON, encoded in UTF-8. */
    public byte[] json() {
        return documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON);
    }
}
