package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meshgate.it.Client;

/** Tokens, usage, the profile and webhooks. */
class AccountPagesIT {

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole();

    @BeforeAll
    static void start() {
        CONSOLE.server().firstAdmin("ada");
    }

    @Test
    void aTokenIsShownOnceWorksAndIsRevoked() {
        CONSOLE.server().user("tina");
        try (Visit visit = CONSOLE.visit()) {
            // Given
            visit.signIn("tina").open("/tokens");
            assertThat(visit.heading("No tokens yet")).isVisible();
            visit.assertPresentable("tokens-empty");
            // When
            visit.open("/tokens/new");
            assertThat(visit.page().locator("[name=admin]")).hasCount(0);
            visit.page().locator("[name=token_name]").fill("render script");
            visit.assertPresentable("token-new");
            visit.button("Create token").click();
            // Then
            Locator shown = visit.page().locator(".copyable code");
            assertThat(shown).hasCount(2);
            String token = shown.first().textContent();
            assertThat(shown.last()).containsText("Bearer " + token);
            visit.assertPresentable("token-made");
            assertThat(statusWith(token)).isEqualTo(200);
            visit.open("/tokens");
            assertThat(visit.page().locator("main")).not().containsText(token);
            visit.assertPresentable("tokens");
            visit.button("Revoke: render script").click();
            visit.page().locator("dialog .danger").click();
            assertThat(visit.heading("No tokens yet")).isVisible();
            assertThat(statusWith(token)).isEqualTo(401);
            visit.assertNoComplaint();
        }
    }

    private static int statusWith(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get(CONSOLE.server().url() + "/api/v1/system/jobs/history")
                .statusCode();
    }

    @Test
    void usageShowsBarsTablesAndCsv() throws IOException {
        Client ursula = CONSOLE.server().user("ursula");
        String job = ursula.submit("a cat");
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("ursula").open("/jobs/" + job);
            assertThat(visit.page().locator(".badge.good")).isVisible();
            assertThat(visit.page().locator(".stage .poster")).isVisible();
            visit.open("/usage");
            assertThat(visit.page().locator("figure.bars svg[role=img]")).isVisible();
            assertThat(visit.page().locator(".table").last()).containsText("Sessions");
            visit.assertPresentable("usage");
            Download csv = visit.page()
                    .waitForDownload(() -> visit.button("CSV: By type").click());
            assertThat(Files.readString(csv.path()))
                    .startsWith("feature,jobs,failed,cancelled,gpu_seconds,result_bytes")
                    .contains("text_to_textured_mesh,1,0,0,");
            visit.assertNoComplaint();
        }
    }

    @Test
    void othersAreSignedOutAndTheAccountEnds() {
        CONSOLE.server().user("vera");
        try (Visit elsewhere = CONSOLE.visit();
                Visit visit = CONSOLE.visit()) {
            // Given
            elsewhere.signIn("vera");
            visit.signIn("vera").open("/profile");
            visit.assertPresentable("profile");
            // When
            visit.button("Sign out all others").click();
            visit.page().locator("dialog .danger").click();
            assertThat(visit.button("Sign out all others")).hasCount(0);
            // Then
            elsewhere.open("/profile");
            assertThat(elsewhere.page().locator("dialog, .narrow form").first()).isVisible();
            visit.button("Delete account").click();
            visit.page().locator("dialog [name=password]").fill(ConsoleServer.PASSWORD);
            visit.page().locator("dialog button[type=submit]").click();
            assertThat(visit.heading("Sign in")).isVisible();
            visit.assertNoComplaint();
        }
        given().contentType("application/json")
                .body(Map.of("username", "vera", "password", ConsoleServer.PASSWORD))
                .post(CONSOLE.server().url() + Client.USERS + "/login")
                .then()
                .statusCode(401);
    }

    @Test
    void aWebhookIsMadeChangedAndDeleted() {
        CONSOLE.server().user("wanda");
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("wanda").open("/webhooks/new");
            visit.page().locator("[name=url]").fill("https://hooks.example.com/meshgate");
            visit.page().locator("[name=description]").fill("Render farm");
            visit.button("Create webhook").click();
            assertThat(visit.page().locator(".copyable code")).containsText("whsec_");
            visit.link("Done").click();
            assertThat(visit.heading("Render farm")).isVisible();
            visit.assertPresentable("webhook");
            visit.button("Disable").click();
            assertThat(visit.button("Enable")).isVisible();
            visit.open("/profile");
            assertThat(visit.page().locator("main")).containsText("Disabled");
            visit.link("Render farm").click();
            visit.button("Delete").click();
            visit.page().locator("dialog .danger").click();
            assertThat(visit.page().locator("main")).containsText("No webhooks yet.");
            visit.assertNoComplaint();
        }
    }

    @Test
    void simpleModeHasUsageAlone() {
        try (ConsoleServer simple = new ConsoleServer(Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "false"));
                Visit visit = CONSOLE.visit(simple)) {
            visit.open("/usage");
            assertThat(visit.heading("No usage")).isVisible();
            for (String path : List.of("/tokens", "/tokens/new", "/profile", "/webhooks/new", "/webhooks/wh_1")) {
                visit.open(path);
                assertThat(visit.heading("Page not found").first()).isVisible();
            }
            visit.assertNoComplaint();
        }
    }
}
