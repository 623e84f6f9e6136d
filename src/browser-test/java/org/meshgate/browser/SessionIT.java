package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meshgate.it.Client;

/** What becomes of a session: it ends while a page is open, another person uses the browser, another site tries to use it. */
class SessionIT {

    private static final String FORM = "/new?type=mesh-generation%2Ftext-to-textured-mesh";

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole();

    private static Client ada;

    @BeforeAll
    static void start() {
        ada = CONSOLE.server().firstAdmin("ada");
        CONSOLE.server().user("bob");
    }

    @Test
    void theTokenIsInACookieThatScriptsCannotRead() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("bob");
            assertThat(visit.page().context().cookies()).singleElement().satisfies(cookie -> {
                assertThat(cookie.name).isEqualTo("meshgate");
                assertThat(cookie.httpOnly).isTrue();
                assertThat(cookie.sameSite.name()).isEqualTo("STRICT");
            });
            assertThat(visit.page().evaluate("document.cookie")).isEqualTo("");
            String kept = visit.page()
                    .evaluate("JSON.stringify([localStorage, sessionStorage])")
                    .toString();
            assertThat(kept).doesNotContain("p3d_").doesNotContain(ConsoleServer.PASSWORD);
        }
    }

    @Test
    void aSessionThatEndsKeepsWhatWasTyped() {
        try (Visit visit = CONSOLE.visit()) {
            // Given a form that is filled in, and a session that is revoked elsewhere
            visit.signIn("bob").open(FORM);
            visit.page().locator("textarea").first().fill("keep me");
            Cookie cookie = visit.page().context().cookies().get(0);
            given().baseUri(CONSOLE.server().url())
                    .header("Authorization", "Bearer " + cookie.value)
                    .post(Client.USERS + "/logout")
                    .then()
                    .statusCode(200);
            // When
            visit.button("Submit").click();
            // Then the sign-in comes up over the page
            Locator dialog = visit.page().locator("dialog[open]");
            assertThat(dialog).containsText("Your session has ended");
            assertThat(visit.page().locator("textarea").first()).hasValue("keep me");
            assertThat(visit.takeRefusals()).isNotEmpty().allMatch(refusal -> refusal.startsWith("401 "));
            // And after it the job is submitted
            dialog.getByLabel("Password").fill(ConsoleServer.PASSWORD);
            dialog.locator("button[type=submit]").click();
            assertThat(visit.heading("keep me")).isVisible();
            visit.assertNoComplaint();
        }
    }

    @Test
    void aJobOfAnotherUserIsNotShown() {
        String job = ada.submit("a secret of ada");
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("bob").open("/jobs/" + job);
            assertThat(visit.page().locator(".failure")).isVisible();
            assertThat(visit.page().locator("body")).not().containsText("a secret of ada");
            assertThat(visit.takeRefusals()).isNotEmpty().allMatch(refusal -> refusal.startsWith("403 "));
            visit.assertNoComplaint();
        }
    }

    @Test
    void aPageOfAnotherOriginGetsNothingDone() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<!doctype html><title>other</title><iframe></iframe>".getBytes(StandardCharsets.UTF_8);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try (Visit visit = CONSOLE.visit()) {
            // Given a person who is signed in, at a page of the same host name but of another port: the cookie goes
            // along
            visit.signIn("bob");
            visit.page().navigate("http://localhost:" + other.getAddress().getPort() + "/");
            // When that page ends the session by a request for which browsers ask no leave
            Object answer = visit.page()
                    .evaluate(
                            "url => fetch(url, {method: 'POST', credentials: 'include', mode: 'no-cors'})"
                                    + ".then(answer => answer.type)",
                            CONSOLE.server().url() + Client.USERS + "/logout");
            assertThat(answer).isEqualTo("opaque");
            // And shows the console in a frame
            visit.page()
                    .evaluate(
                            "url => document.querySelector('iframe').src = url",
                            CONSOLE.server().url() + "/console/");
            visit.page()
                    .waitForCondition(() -> visit.page().frames().size() == 2
                            && visit.page().frames().get(1).url().startsWith("chrome-error:"));
            // Then the person is still signed in
            visit.open("/jobs");
            assertThat(visit.button("Sign out")).isVisible();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void anotherPersonAtTheSameBrowserSeesNothingOfTheFirst() {
        ada.submit("a job of ada");
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("ada").open("/jobs");
            assertThat(visit.page().locator("body")).containsText("a job of ada");
            visit.button("Sign out").click();
            assertThat(visit.heading("Sign in")).isVisible();
            visit.signIn("bob").open("/jobs");
            assertThat(visit.page().locator("body")).not().containsText("a job of ada");
            visit.assertNoComplaint();
        }
    }
}
