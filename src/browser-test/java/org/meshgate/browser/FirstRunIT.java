package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.HasJSPropertyOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a server that has just been installed to a model on the screen and on the disk, without reading anything. */
class FirstRunIT {

    /** Drawing by software takes its time. */
    private static final double PATIENCE = 60_000;

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole();

    @Test
    void aNewAdministratorMakesTurnsAndDownloadsAModel() throws IOException {
        try (Visit visit = CONSOLE.visit()) {
            // Given a browser at the address of the server
            visit.page().navigate(CONSOLE.server().url() + "/");
            assertThat(visit.heading("Welcome to Meshgate")).isVisible();
            visit.assertPresentable("first-run");
            visit.page().getByLabel("Username").fill("ada");
            visit.page().getByLabel("E-mail address").fill("ada@example.com");
            visit.page().getByLabel("Password").fill(ConsoleServer.PASSWORD);
            visit.button("Create administrator").click();
            assertThat(visit.heading("Hello, ada")).isVisible();

            // When the person makes a model: three clicks from the home page to the preview
            visit.settled().link("New job").first().click();
            visit.page().locator(".choice").first().click();
            visit.page().locator("textarea").first().fill("a small red castle");
            visit.page().keyboard().press("Tab");
            visit.button("Submit").click();
            Locator preview = visit.button("Show in 3D");
            assertThat(preview).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
            preview.click();

            // Then the model is drawn
            FrameLocator frame = visit.page().frameLocator("iframe.stage");
            assertThat(frame.locator("model-viewer"))
                    .hasJSProperty("loaded", true, new HasJSPropertyOptions().setTimeout(PATIENCE));
            assertThat(frame.locator(".preview-state")).hasText("", new HasTextOptions().setTimeout(PATIENCE));
            visit.picture("model");
            // And a click downloads it
            Download download = visit.page()
                    .waitForDownload(
                            () -> visit.page().locator(".file-list a").first().click());
            byte[] file = Files.readAllBytes(download.path());
            assertThat(Arrays.copyOf(file, 4)).asString().isEqualTo("glTF");
            visit.assertNoComplaint();
        }
    }
}
