package org.meshgate.worker;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.meshgate.testing.Api.assertProblem;
import static org.meshgate.testing.Workers.WORKER;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.testing.Accounts;
import org.meshgate.testing.RedisResource;
import org.meshgate.testing.Workers;
import org.meshgate.testing.Workers.Worker;

/** What workers send is checked field by field. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class WorkerRequestValidationTest {

    @Inject
    Accounts accounts;

    private Worker worker;

    @BeforeEach
    void aWorker() {
        worker = Workers.create(accounts.createAdmin());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/claim | {'features':['text_to_textured_mesh'],'slots':1} | worker_id",
                "/claim | {'worker_id':'a b','features':['text_to_textured_mesh'],'slots':1} | worker_id",
                "/claim | {'worker_id':'LONG129','features':['text_to_textured_mesh'],'slots':1} | worker_id",
                "/claim | {'worker_id':'w','slots':1} | features",
                "/claim | {'worker_id':'w','features':[],'slots':1} | features",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh',null],'slots':1} | features",
                "/claim | {'worker_id':'w','features':['text_to_nothing'],'slots':1} | features[0]",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh'],'slots':0} | slots",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh'],'slots':10000} | slots",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh'],'slots':1.5} | slots",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh'],'slots':1,'wait_seconds':26} | wait_seconds",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh'],'slots':1,'wait_seconds':-1} | wait_seconds",
                "/claim | {'worker_id':'w','features':['text_to_textured_mesh'],'slots':1,'models':['a b']} | models",
                "/heartbeat | {'worker_id':'w'} | jobs",
                "/heartbeat | {'worker_id':'w','jobs':[{'lease':'1-a'}]} | jobs.job_id",
                "/heartbeat | {'worker_id':'w','jobs':[{'job_id':'j'}]} | jobs.lease",
                "/heartbeat | {'worker_id':'w','jobs':[{'job_id':'j','lease':'1-a','progress':7}]} | jobs.progress",
                "/heartbeat | {'worker_id':'w','jobs':[{'job_id':'j','lease':'1-a','progress':-1}]} | jobs.progress",
                "/heartbeat | {'worker_id':'w','jobs':[{'job_id':'j','lease':'1-a','progress':1e999}]} | jobs.progress",
                "/heartbeat | {'worker_id':'w','jobs':[{'job_id':'j','lease':'1-a','progress':'half'}]} | jobs[0].progress",
                "/heartbeat | {'worker_id':'w','jobs':[{'job_id':'j','lease':'1-a','message':'LONG501'}]} | jobs.message",
                "/heartbeat | {'worker_id':'w','jobs':JOBS65} | jobs",
                "/heartbeat | {'worker_id':'w','jobs':[],'gpu':{'name':'LONG5000'}} | gpu",
                "/release | {'worker_id':'w','jobs':JOBS65} | jobs",
                "/jobs/j/complete | {'result':'a.glb'} | lease",
                "/jobs/j/complete | {'lease':'1-a'} | result",
                "/jobs/j/complete | {'lease':'1-a','result':'../a.glb'} | result",
                "/jobs/j/complete | {'lease':'1-a','result':'a.glb','thumbnail':'a.glb'} | thumbnail",
                "/jobs/j/complete | {'lease':'1-a','result':'a.glb','thumbnail':'b.obj'} | thumbnail",
                "/jobs/j/complete | {'lease':'1-a','result':'a.glb','seconds':-1} | seconds",
                "/jobs/j/complete | {'lease':'1-a','result':'a.glb','info':[]} | info",
                "/jobs/j/complete | {'lease':'1-a','result':'a.glb','info':{'a':'LONG66000'}} | info",
                "/jobs/j/fail | {'lease':'1-a','retryable':true} | error",
                "/jobs/j/fail | {'lease':'1-a','error':'e'} | retryable",
                "/jobs/j/fail | {'lease':'1-a','error':'LONG2001','retryable':true} | error",
                "/jobs/j/fail | {'lease':'1-a','error':'e','retryable':true,'log_tail':'LONG65537'} | log_tail",
            })
    void aFieldThatBreaksItsRuleIsNamed(String path, String body, String field) {
        String filled = body.replace('\'', '"');
        var lengths = java.util.regex.Pattern.compile("LONG(\\d+)").matcher(filled);
        filled = lengths.replaceAll(found -> "x".repeat(Integer.parseInt(found.group(1))));
        filled = filled.replace(
                "JOBS65",
                "[" + "{\"job_id\":\"j\",\"lease\":\"1-a\"},".repeat(64) + "{\"job_id\":\"j\",\"lease\":\"1-a\"}]");
        Response refused =
                worker.request().contentType(ContentType.JSON).body(filled).post(WORKER + path);
        assertProblem(refused, 422, "VALIDATION_FAILED", containsString(field)).body("errors.field", hasItem(field));
    }

    /** As the maxLength of the API description does (JSON Schema Validation, section 6.3.1). */
    @Test
    void textsAreAsLongAsTheirCodePoints() {
        String face = "\ud83d\ude00";
        worker.request()
                .contentType(ContentType.JSON)
                .body("{\"worker_id\":\"w\",\"jobs\":[{\"job_id\":\"j\",\"lease\":\"1-a\",\"message\":\""
                        + face.repeat(500) + "\"}]}")
                .post(WORKER + "/heartbeat")
                .then()
                .statusCode(200);
        Response lost = worker.request()
                .contentType(ContentType.JSON)
                .body("{\"lease\":\"1-a\",\"retryable\":true,\"error\":\"" + face.repeat(2000) + "\"}")
                .post(WORKER + "/jobs/j/fail");
        assertProblem(lost, 409, "LEASE_LOST", containsString("Stop working on it"));
    }

    @Test
    void notANumberIsNotJson() {
        Response refused = worker.request()
                .contentType(ContentType.JSON)
                .body("{\"worker_id\":\"w\",\"jobs\":[{\"job_id\":\"j\",\"lease\":\"1-a\",\"progress\":NaN}]}")
                .post(WORKER + "/heartbeat");
        assertProblem(refused, 400, "MALFORMED_BODY", containsString("not valid JSON"));
    }
}
