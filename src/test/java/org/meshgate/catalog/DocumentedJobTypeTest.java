package org.meshgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.meshgate.catalog.model.FileReference;
import org.meshgate.catalog.read.Catalogs;
import org.meshgate.catalog.validate.Submission;
import org.meshgate.catalog.validate.SubmissionValidator;
import org.meshgate.catalog.validate.UnknownParameters;
import org.meshgate.testing.Documents;

/** The job type that docs/job-types.md adds is one. */
class DocumentedJobTypeTest {

    private final ObjectMapper json = new ObjectMapper();
    private final Catalog catalog = Catalogs.of(Documents.addedModel(), Documents.addedJobType());

    @Test
    void theShortestBody() throws JsonProcessingException {
        Submission submission = read("{'mesh_file_id':'f','orbit':{'radius':2}}");
        assertThat(submission.model()).isEqualTo("camera_mesh_to_picture");
        assertThat(submission.inputs())
                .hasToString(
                        text("{'mesh_path':null,'background_path':null,'size':1024,'style':'photo','view':'turning',"
                                + "'distance':2.0,'camera':{},'seed':null,'output_format':'png'}"));
        assertThat(submission.metadata()).hasToString(text("{'feature_type':'mesh_to_picture','caption':null}"));
    }

    @Test
    void theLongestBody() throws JsonProcessingException {
        Submission submission = read("{'mesh_base64':'AAAA','background_file_id':'b','caption':'a cat','size':'512',"
                + "'style':'Drawing','camera':{'position':[0,0,'1']},'object_name':' cat ',"
                + "'model_parameters':{'seed':7,'steps':3}}");
        assertThat(submission.inputs())
                .hasToString(
                        text("{'mesh_path':null,'background_path':null,'caption':'a cat','size':512,'style':'drawing',"
                                + "'view':'fixed','distance':1.0,'camera':{'position':[0.0,0.0,1.0],'zoom':1.0},'seed':7,"
                                + "'output_format':'png','steps':3,'object_name':'cat'}"));
        assertThat(submission.files())
                .extracting(FileReference::inputKey)
                .containsExactly("mesh_path", "background_path");
    }

    private Submission read(String body) throws JsonProcessingException {
        return new SubmissionValidator(catalog)
                .read(
                        catalog.jobType("/api/v1/picture-generation/mesh-to-picture")
                                .orElseThrow(),
                        (ObjectNode) json.readTree(text(body)),
                        UnknownParameters.REJECT);
    }

    private static String text(String json) {
        return json.replace('\'', '"');
    }
}
