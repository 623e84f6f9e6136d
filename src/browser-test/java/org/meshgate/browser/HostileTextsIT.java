package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meshgate.it.Client;

/** Markup in every text that a person can store, seen on every page that shows it, by its owner and by an administrator. */
class HostileTextsIT {

    private static final String MARKUP = "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script>";

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole();

    private static Client eve;

    @BeforeAll
    static void start() {
        CONSOLE.server().firstAdmin("ada");
        eve = CONSOLE.server().user("eve");
        eve.submit(MARKUP);
        eve.json(Map.of("token_name", "\"><svg onload=window.broken=1>", "expires_in_days", 7))
                .post(Client.USERS + "/tokens")
                .then()
                .statusCode(200);
        eve.json(Map.of(
                        "url",
                        "https://hooks.example.com/%22%3E%3Cimg",
                        "description",
                        MARKUP,
                        "events",
                        List.of("job.failed")))
                .post(Client.USERS + "/me/webhooks")
                .then()
                .statusCode(200);
    }

    private static void assertNoScriptRuns(Visit visit) {
        List<String> pages = visit.page().locator("nav a[href^='#/']").all().stream()
                .map(link -> link.getAttribute("href").substring(1))
                .toList();
        assertThat(pages).hasSizeGreaterThan(2);
        for (String path : pages) {
            visit.open(path);
            assertThat(visit.page().evaluate("window.broken === undefined"))
                    .as(path)
                    .isEqualTo(true);
        }
        visit.assertNoComplaint();
    }

    @Test
    void itsOwnerSeesMarkupAsText() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("eve");
            assertNoScriptRuns(visit);
            visit.open("/jobs");
            assertThat(visit.page().locator(".job-title").first()).containsText("<script>");
        }
    }

    @Test
    void anAdministratorSeesMarkupAsText() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("ada");
            assertNoScriptRuns(visit);
        }
    }

    @Test
    void anUploadedPageIsNotShownAsAPage() {
        // Given a file that calls itself a picture and is a page with a script
        byte[] page = "<!doctype html><script>window.broken=1</script>".getBytes(StandardCharsets.UTF_8);
        int status = eve.request()
                .multiPart("file", "evil.svg", page, "image/svg+xml")
                .post("/api/v1/file-upload/image")
                .statusCode();
        assertThat(status).isBetween(400, 499);
    }

    @Test
    void theAddressOfAPreviewTakesNoScriptAndNoOtherHost() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("eve");
            for (String source : List.of(
                    "javascript:window.broken=1",
                    "https://example.com/a.glb",
                    "//example.com/a.glb",
                    "data:model/gltf-binary,x")) {
                visit.page()
                        .navigate(CONSOLE.server().url() + "/console/preview.html#src="
                                + URLEncoder.encode(source, StandardCharsets.UTF_8));
                assertThat(visit.page().locator(".preview-state")).not().isEmpty();
                assertThat(visit.page().evaluate("window.broken === undefined")).isEqualTo(true);
                visit.page().navigate("about:blank");
            }
            visit.assertNoComplaint();
        }
    }
}
