package org.meshgate.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Chromium without a window, as the system has it: nothing is downloaded. */
final class ConsoleBrowser implements AutoCloseable {

    private static final Path PROGRAM = Path.of(System.getProperty("browser.path", "/usr/bin/chromium"));

    private final Playwright playwright;
    private final Browser browser;

    ConsoleBrowser() {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException(
                    PROGRAM + " is no program. Install Chromium, or name it with -Dbrowser.path=FILE.");
        }
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        // a test machine has neither a sandbox for root nor a graphics card
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--use-gl=angle",
                                "--use-angle=swiftshader",
                                "--enable-unsafe-swiftshader")));
    }

    /** A person with a browser of their own: no cookie, nothing kept. */
    Visit visit(ConsoleServer server) {
        return new Visit(browser.newContext(), server.url());
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
