package org.meshgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meshgate.client.ApiClient;
import org.meshgate.client.ApiException;
import org.meshgate.client.api.FilesApi;
import org.meshgate.client.api.JobsApi;
import org.meshgate.client.api.JobsApi.APIDeleteJobRequest;
import org.meshgate.client.api.JobsApi.APIDownloadResultRequest;
import org.meshgate.client.api.JobsApi.APIGetJobRequest;
import org.meshgate.client.api.JobsApi.APIListJobsRequest;
import org.meshgate.client.api.MeshGenerationApi;
import org.meshgate.client.api.TokensApi;
import org.meshgate.client.api.UsersApi;
import org.meshgate.client.model.CreateTokenRequest;
import org.meshgate.client.model.CreateTokenResponse;
import org.meshgate.client.model.DeleteAccountRequest;
import org.meshgate.client.model.HistoryResponse;
import org.meshgate.client.model.JobStatus;
import org.meshgate.client.model.LoginRequest;
import org.meshgate.client.model.RegisterRequest;
import org.meshgate.client.model.SubmissionResponse;
import org.meshgate.client.model.SubmitMeshGenerationRequest;
import org.meshgate.files.UploadSamples;

/**
 * The workflow of the user management guide, by a client that openapi-generator made of the served description. The profile
 * {@code client} compiles it together with that client.
 */
class GeneratedClientIT {

    private static final byte[] MESH = "glTF of a cat".getBytes(StandardCharsets.UTF_8);
    private static final String PASSWORD = "correct horse";

    @TempDir
    static Path directory;

    private static RealRedis redis;
    private static GpuWorker worker;
    private static Meshgate meshgate;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
        worker = new GpuWorker(redis, directory.resolve("results"));
        meshgate = Meshgate.serve(
                directory,
                Map.of(
                        "P3D_REDIS_URL", redis.url(),
                        "P3D_STORAGE__UPLOADS", directory.resolve("uploads").toString(),
                        "P3D_STORAGE__OUTPUTS", directory.resolve("results").toString()));
    }

    @AfterAll
    static void stop() {
        meshgate.close();
        worker.close();
        redis.close();
    }

    /** @param token empty for none */
    private static ApiClient client(String token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(meshgate.url());
        if (!token.isEmpty()) {
            client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        }
        return client;
    }

    @Test
    void theWorkflowOfTheGuide() throws ApiException, IOException {
        // Given an account, and its login
        UsersApi anonymous = new UsersApi(client(""));
        anonymous.register(UsersApi.APIRegisterRequest.newBuilder()
                .registerRequest(new RegisterRequest()
                        .username("alice")
                        .email("alice@example.com")
                        .password(PASSWORD))
                .build());
        String token = anonymous
                .login(UsersApi.APILoginRequest.newBuilder()
                        .loginRequest(new LoginRequest().username("alice").password(PASSWORD))
                        .build())
                .getToken();
        ApiClient alice = client(token);
        UsersApi users = new UsersApi(alice);
        assertThat(users.getProfile().getUser().getUsername()).isEqualTo("alice");
        // When a job is submitted
        SubmissionResponse queued = new MeshGenerationApi(alice)
                .submitMeshGeneration(MeshGenerationApi.APISubmitMeshGenerationRequest.newBuilder()
                        .submitMeshGenerationRequest(new SubmitMeshGenerationRequest()
                                .prompt("a 3d cat model")
                                .modelPreference("trellis"))
                        .build());
        JobsApi jobs = new JobsApi(alice);
        JobStatus waiting = jobs.getJob(status(queued.getJobId()));
        assertThat(waiting.getStatus()).isEqualTo("queued");
        assertThat(waiting.getQueuePosition()).isEqualTo(1);
        assertThat(waiting.getResult()).isNull();
        worker.complete(
                queued.getJobId(),
                Map.of("output_mesh_path", worker.write("cat.glb", MESH).toString()));
        // Then its status, the history and the result are there
        JobStatus completed = jobs.getJob(status(queued.getJobId()));
        assertThat(completed.getStatus()).isEqualTo("completed");
        assertThat(completed.getQueuePosition()).isNull();
        assertThat(completed.getResult().getMeshUrl()).startsWith(meshgate.url());
        HistoryResponse history =
                jobs.listJobs(APIListJobsRequest.newBuilder().limit(10).build());
        assertThat(history.getJobs()).singleElement().satisfies(row -> {
            assertThat(row.getJobId()).isEqualTo(queued.getJobId());
            assertThat(row.getStatus()).isEqualTo("completed");
        });
        assertThat(history.getPagination().getNextCursor()).isNull();
        File result = jobs.downloadResult(
                APIDownloadResultRequest.newBuilder().jobId(queued.getJobId()).build());
        assertThat(Files.readAllBytes(result.toPath())).isEqualTo(MESH);
        // And tokens and files can be made and deleted
        TokensApi tokens = new TokensApi(alice);
        CreateTokenResponse made = tokens.createToken(TokensApi.APICreateTokenRequest.newBuilder()
                .createTokenRequest(new CreateTokenRequest()
                        .tokenName("My App")
                        .scopes(List.of(CreateTokenRequest.ScopesEnum.JOBS_READ)))
                .build());
        assertThat(made.getTokenInfo().getExpiresAt()).isNull();
        assertThat(tokens.listTokens(TokensApi.APIListTokensRequest.newBuilder().build())
                        .getTokens())
                .extracting(info -> info.getName())
                .contains("My App");
        tokens.revokeToken(TokensApi.APIRevokeTokenRequest.newBuilder()
                .tokenOrPrefix(made.getTokenInfo().getId())
                .build());
        FilesApi files = new FilesApi(alice);
        Path picture = Files.write(directory.resolve("cat.png"), UploadSamples.png(9, 9));
        String image = files.uploadImage(FilesApi.APIUploadImageRequest.newBuilder()
                        ._file(picture.toFile())
                        .build())
                .getFileId();
        files.deleteUpload(
                FilesApi.APIDeleteUploadRequest.newBuilder().fileId(image).build());
        // And the job, and the account
        jobs.deleteJob(APIDeleteJobRequest.newBuilder().jobId(queued.getJobId()).build());
        assertThatThrownBy(() -> jobs.getJob(status(queued.getJobId())))
                .isInstanceOfSatisfying(ApiException.class, failure -> {
                    assertThat(failure.getCode()).isEqualTo(404);
                    assertThat(failure.getResponseBody()).contains("\"error\":\"JOB_NOT_FOUND\"");
                });
        users.deleteAccount(UsersApi.APIDeleteAccountRequest.newBuilder()
                .deleteAccountRequest(new DeleteAccountRequest().password(PASSWORD))
                .build());
        assertThatThrownBy(users::getProfile)
                .isInstanceOfSatisfying(ApiException.class, failure -> assertThat(failure.getCode())
                        .isEqualTo(401));
    }

    private static APIGetJobRequest status(String jobId) {
        return APIGetJobRequest.newBuilder().jobId(jobId).build();
    }
}
